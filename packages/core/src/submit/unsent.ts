import type { ChimaeraError } from '../errors.js';

interface Waiter {
  /** Of the entry in its ring, free-running. */
  readonly index: number;
  readonly resolve: () => void;
  readonly reject: (error: ChimaeraError) => void;
}

/** Those who wait until an entry has left the backlog of a full ring: from then on it outlives its sender. */
export class Unsent {
  private waiting: Waiter[] = [];

  /** Resolves when the entry is in the ring. Call it with increasing indices. */
  when(index: number): Promise<void> {
    return new Promise((resolve, reject) => this.waiting.push({ index, resolve, reject }));
  }

  /** Everything before `position` is in the ring, and published. Returns how many were told so. */
  sentUpTo(position: number): number {
    let sent = 0;
    while (sent < this.waiting.length && ((this.waiting[sent]!.index - position) | 0) < 0) sent++;
    for (const { resolve } of this.waiting.splice(0, sent)) resolve();
    return sent;
  }

  /** Nothing goes out any more. */
  fail(error: ChimaeraError): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
