import { LockTable } from './lock-table.js';
import type { LockMode } from './group-lock.js';

/** What workers say to each other about a shared lock. `id` is a request's number at the worker that wants the lock. */
export type LockMessage = { readonly lock: string } & (
  | {
      readonly op: 'acquire';
      readonly id: number;
      readonly origin: number;
      readonly major: number;
      readonly mode: LockMode;
      /** Whether the task holds the lock to read already. */
      readonly isReader: boolean;
    }
  /** The request is inside. */
  | { readonly op: 'granted'; readonly id: number }
  /** It was the wrong worker to ask, for the lock has become free: ask again. */
  | { readonly op: 'moved'; readonly id: number }
  | { readonly op: 'refused'; readonly id: number; readonly why: LockRefusal }
  /** Gives back what was granted. */
  | { readonly op: 'release'; readonly id: number }
  /** Does not want it any more. */
  | { readonly op: 'cancel'; readonly id: number }
  /** The sender takes over from `dead`: what do you hold? Answered by `holds`. */
  | { readonly op: 'census'; readonly dead: number }
  | { readonly op: 'holds'; readonly holds: readonly WireHold[] }
);

export type LockRefusal = 'deadlock' | 'worker-died';

export interface WireHold {
  readonly id: number;
  readonly origin: number;
  readonly major: number;
  readonly mode: LockMode;
}

/** How a worker thread reaches the others. */
export interface LockTransport {
  readonly localWorker: number;
  /** Workers of the runtime, 0 to `workers - 1`. */
  readonly workers: number;
  /** `LockTable.allocate()`, the same for all. */
  readonly table: SharedArrayBuffer;
  /**
   * Delivers to `receiveLockMessage` of that worker. Messages from one worker to another keep their order, and none of
   * a dead worker is delivered after `lockWorkerDied`.
   */
  send(worker: number, message: LockMessage): void;
}

/** The transport, with what follows from it. */
export interface LockNet extends LockTransport {
  readonly locks: LockTable;
  readonly dead: Set<number>;
}

export function makeLockNet(transport: LockTransport): LockNet {
  const { localWorker, workers, table } = transport;
  const send = (worker: number, message: LockMessage): void => transport.send(worker, message);
  return { localWorker, workers, table, send, locks: new LockTable(table), dead: new Set() };
}

let net: LockNet | undefined;

/** To be called when a worker thread starts, before any module is loaded; never when there is a single worker. */
export function installLockTransport(transport: LockTransport | undefined): void {
  net = transport && makeLockNet(transport);
}

/** Undefined while this thread is alone. */
export function lockNet(): LockNet | undefined {
  return net;
}
