import type { RuntimeConfig } from '../../config/runtime-config.js';
import { type ProcessIdentity, selfIdentity } from '../../os/process-identity.js';

/** The process that makes the pools of a runtime that this process starts: this one, if the configuration lists any. */
export function composerOf({ compose }: RuntimeConfig): ProcessIdentity | undefined {
  return compose.length === 0 ? undefined : selfIdentity();
}
