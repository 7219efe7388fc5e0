/** What a daemon and whoever starts it agree on. */
import type { RuntimeConfig } from '../../config/runtime-config.js';
import type { ProcessIdentity } from '../../os/process-identity.js';
import type { WireError } from '../../worker/messages.js';
import type { ControlPlaneOptions } from '../control-plane-options.js';
import type { RuntimeState } from '../directory/state-file.js';

/** What a runtime that has a process to itself is started with. */
export interface DaemonOptions extends ControlPlaneOptions {
  /** The process whose end is the end of the runtime, too. */
  readonly exitWith?: ProcessIdentity;
}

/** Environment variable with the DaemonOptions as JSON. */
export const START_VARIABLE = 'CHIMAERA_DAEMON_START';
/**
 * How many arenas the C library's allocator may have. By default each thread gets one, those of V8's compilers
 * included, and keeps what it has once used: 3 to 5 of 90 MB.
 */
export const ARENAS_VARIABLE = 'MALLOC_ARENA_MAX';
/** Descriptor of the pipe on which the daemon reports. */
export const READY_FD = 3;

/** One for each thread that executes tasks, and one for all others. */
export function arenasFor(config: RuntimeConfig): string {
  return String(config.runtime.workers + 1);
}

/** The one line on that pipe. */
export type DaemonReport = { readonly state: RuntimeState } | { readonly error: WireError };
