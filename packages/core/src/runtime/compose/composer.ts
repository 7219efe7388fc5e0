import type { RuntimeConfig } from '../../config/runtime-config.js';
import { type ProcessIdentity, selfIdentity } from '../../os/process-identity.js';

/** Who makes the pools of a runtime that this process starts: this process, if the configuration lists any. */
export function composerOf({ compose }: RuntimeConfig): ProcessIdentity | undefined {
  return compose.length === 0 ? undefined : selfIdentity();
}
