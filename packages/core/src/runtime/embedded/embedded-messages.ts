/** What the thread of an embedded runtime and its host tell each other. */
import type { WireError, WorkerStart } from '../../worker/messages.js';
import type { ControlPlaneOptions } from '../control-plane-options.js';

/** The first message is `start`. */
export type ToEmbedded =
  | { readonly t: 'start'; readonly options: ControlPlaneOptions }
  | { readonly t: 'stop'; readonly graceMs: number };

export type FromEmbedded =
  | { readonly t: 'ready'; readonly mappings: WorkerStart['mappings'] }
  | { readonly t: 'failed'; readonly error: WireError }
  | { readonly t: 'stopped' };
