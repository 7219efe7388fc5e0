/** What a daemon and whoever starts it agree on. */
import type { WireError } from '../worker/messages.js';
import type { RuntimeState } from './state-file.js';

/** Environment variable with the ControlPlaneOptions as JSON. */
export const START_VARIABLE = 'CHIMAERA_DAEMON_START';
/** Descriptor of the pipe on which the daemon reports. */
export const READY_FD = 3;

/** The one line on that pipe. */
export type DaemonReport = { readonly state: RuntimeState } | { readonly error: WireError };
