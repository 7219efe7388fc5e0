/** What a daemon and the process that starts it have to agree on. */
import type { RuntimeConfig } from '../../config/runtime-config.js';
import type { ProcessIdentity } from '../../os/process-identity.js';
import type { WireError } from '../../worker/messages.js';
import type { ControlPlaneOptions } from '../control-plane-options.js';
import type { RuntimeState } from '../directory/state-file.js';

/** What a runtime with a process of its own is started with. */
export interface DaemonOptions extends ControlPlaneOptions {
  /** The process with which the runtime ends. */
  readonly exitWith?: ProcessIdentity;
}

/** Environment variable with the DaemonOptions as JSON. */
export const START_VARIABLE = 'CHIMAERA_DAEMON_START';
/**
 * How many arenas the C library's allocator may have. By default each thread gets one, including those of V8's
 * compilers, and keeps what it has once used: 3 to 5 of 90 MB.
 */
export const ARENAS_VARIABLE = 'MALLOC_ARENA_MAX';
/** Descriptor of the pipe on which the daemon reports. */
export const READY_FD = 3;

/** One for each thread that executes tasks, and one for all others. */
export function arenasFor(config: RuntimeConfig): string {
  return String(config.runtime.workers + 1);
}

/** The single line on that pipe. */
export type DaemonReport = { readonly state: RuntimeState } | { readonly error: WireError };
