import { LockTable } from './lock-table.js';
import type { LockMode } from './group-lock.js';

/** What workers tell each other about a shared lock. `id` is a request's number at the worker that wants the lock. */
export type LockMessage = { readonly lock: string } & (
  | {
      readonly op: 'acquire';
      readonly id: number;
      readonly origin: number;
      readonly major: number;
      readonly mode: LockMode;
      /** Whether the task already reads under the lock. */
      readonly isReader: boolean;
    }
  /** The request was granted. */
  | { readonly op: 'granted'; readonly id: number }
  /** The worker asked is not the keeper, because the lock has become free: ask again. */
  | { readonly op: 'moved'; readonly id: number }
  | { readonly op: 'refused'; readonly id: number; readonly why: LockRefusal }
  /** Releases what was granted. */
  | { readonly op: 'release'; readonly id: number }
  /** Withdraws a request. */
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
  /** Number of workers; they are numbered from 0. */
  readonly workers: number;
  /** `LockTable.allocate()`, the same memory for all. */
  readonly table: SharedArrayBuffer;
  /**
   * Delivers to `receiveLockMessage` of that worker. Messages from one worker to another keep their order, and none
   * from a dead worker is delivered after `lockWorkerDied`.
   */
  send(worker: number, message: LockMessage): void;
}

/** The transport, and what is derived from it. */
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

/** To be called when a worker thread starts, before any module is loaded; not when there is only one worker. */
export function installLockTransport(transport: LockTransport | undefined): void {
  net = transport && makeLockNet(transport);
}

/** Undefined if this is the only worker. */
export function lockNet(): LockNet | undefined {
  return net;
}
