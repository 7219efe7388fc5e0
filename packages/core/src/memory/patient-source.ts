import type { ChunkSource } from './chunk-table.js';

/** A source's answer when it could not find out whether there is room. */
export const NO_ANSWER = -2;

/**
 * How long a refusal is believed: long compared with a request, short compared with whatever frees memory elsewhere.
 */
const BELIEVED_MS = 10;

/**
 * Does not ask again right away for what was just refused. Without it every call would ask while memory is used up, and
 * each request blocks the thread for a round trip to the control plane, which has others to serve.
 */
export class PatientSource implements ChunkSource {
  /** Requests for this many chunks or more are refused without asking. */
  private refused = Infinity;
  private believedUntilMs = 0;

  constructor(
    private readonly source: ChunkSource,
    private readonly now: () => number = () => performance.now(),
  ) {}

  take(count: number): number {
    if (count >= this.refused && this.now() < this.believedUntilMs) return -1;
    const first = this.source.take(count);
    if (first >= 0) {
      this.refused = Infinity;
      return first;
    }
    if (first === NO_ANSWER) return -1;
    this.refused = Math.min(count, this.believedUntilMs > this.now() ? this.refused : Infinity);
    this.believedUntilMs = this.now() + BELIEVED_MS;
    return -1;
  }

  giveBack(first: number, count: number): void {
    this.refused = Infinity;
    this.source.giveBack(first, count);
  }
}
