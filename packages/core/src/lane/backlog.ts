import type { RingProducer } from './ring-producer.js';

/** Words of one entry. */
const STRIDE = 4;

/**
 * Entries that did not fit into a ring wait here, in private memory, until the other side has made room: a full ring is
 * back-pressure, not loss (design D9). Once something waits here, everything after it has to queue behind it.
 */
export class Backlog {
  private entries: number[] = [];
  private start = 0;

  get isEmpty(): boolean {
    return this.start === this.entries.length;
  }

  push(w0: number, w1: number, w2: number, w3: number): void {
    this.entries.push(w0, w1, w2, w3);
  }

  get size(): number {
    return (this.entries.length - this.start) / STRIDE;
  }

  /** Moves as many of the oldest entries into the ring as fit, without publishing them. False when none did. */
  flushInto(ring: RingProducer): boolean {
    const { entries } = this;
    let at = this.start;
    while (
      at < entries.length &&
      ring.push(entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!)
    ) {
      at += STRIDE;
    }
    if (at === this.start) return false;
    this.start = at;
    // The sent part is cut off once it is the larger one. If it never were, a busy backlog would grow without end.
    if (at > entries.length / 2) {
      this.entries = entries.slice(at);
      this.start = 0;
    }
    return true;
  }
}
