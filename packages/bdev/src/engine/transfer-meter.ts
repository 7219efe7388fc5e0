import { type GetStatsTask } from '../tasks.js';
import { LatencyHistogram } from './latency-histogram.js';

type ReadStats = Pick<
  GetStatsTask,
  | 'readOperations'
  | 'readBytes'
  | 'readLatencyUsP50'
  | 'readLatencyUsP99'
  | 'readLatencyUsP999'
  | 'readLatencyUsMax'
>;
type WriteStats = Pick<
  GetStatsTask,
  | 'writeOperations'
  | 'writtenBytes'
  | 'writeLatencyUsP50'
  | 'writeLatencyUsP99'
  | 'writeLatencyUsP999'
  | 'writeLatencyUsMax'
>;

/** What getStats says of reads and writes. */
export type TransferStats = ReadStats & WriteStats;

const US_PER_MS = 1000;

/** Transfers that are as long as this are worth a look at the clock, whatever they take. */
const LONG_BYTES = 64 * 1024;
/** The first of a device are all timed … */
const FIRST_TIMED = 1024;
/** … and then short ones at distances from 1 to this, which are not regular because transfers may come in turn. */
const MOST_BETWEEN = 31;

/**
 * Counts transfers of one direction: how many, how many bytes, how long they took. Those that fail are only counted.
 * Where a transfer is a copy of a few hundred nanoseconds, two looks at the clock for each would be a tenth of its
 * whole task.
 */
export class TransferMeter {
  #operations = 0;
  #bytes = 0;
  readonly #latencies = new LatencyHistogram();
  readonly #timesAll: boolean;
  #untilTimed = 0;
  #random = 1;
  failures = 0;

  /** `timesAll`: not only some of those that are short. */
  constructor(timesAll = true) {
    this.#timesAll = timesAll;
  }

  /** performance.now() for a transfer that begins, or 0 for one that is not timed. */
  begin(bytes: number): number {
    if (this.#timesAll || bytes >= LONG_BYTES || this.#isNext()) return performance.now();
    return 0;
  }

  /** A transfer has ended that was begun at `beganMs`. */
  note(beganMs: number, bytes: number): void {
    this.#operations++;
    this.#bytes += bytes;
    if (beganMs > 0) this.#latencies.record((performance.now() - beganMs) * US_PER_MS);
  }

  /** The same, well or not. */
  ended(beganMs: number, bytes: number, error: unknown): void {
    if (error === null) this.note(beganMs, bytes);
    else this.failures++;
  }

  /** Gives the transfer back. `beganMs` is what `begin` gave. */
  measure(beganMs: number, moved: number | PromiseLike<number>): number | PromiseLike<number> {
    if (typeof moved !== 'number') return this.#measureLater(beganMs, moved);
    this.note(beganMs, moved);
    return moved;
  }

  asReads(): ReadStats {
    const { maxUs } = this.#latencies;
    return {
      readOperations: this.#operations,
      readBytes: this.#bytes,
      readLatencyUsP50: this.#latencies.percentileUs(0.5),
      readLatencyUsP99: this.#latencies.percentileUs(0.99),
      readLatencyUsP999: this.#latencies.percentileUs(0.999),
      readLatencyUsMax: maxUs,
    };
  }

  asWrites(): WriteStats {
    const { maxUs } = this.#latencies;
    return {
      writeOperations: this.#operations,
      writtenBytes: this.#bytes,
      writeLatencyUsP50: this.#latencies.percentileUs(0.5),
      writeLatencyUsP99: this.#latencies.percentileUs(0.99),
      writeLatencyUsP999: this.#latencies.percentileUs(0.999),
      writeLatencyUsMax: maxUs,
    };
  }

  #isNext(): boolean {
    if (this.#operations < FIRST_TIMED) return true;
    if (--this.#untilTimed > 0) return false;
    // A shift register: all that is asked of it is to have no short period.
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x;
    this.#untilTimed = 1 + ((x >>> 0) % MOST_BETWEEN);
    return true;
  }

  async #measureLater(beganMs: number, moved: PromiseLike<number>): Promise<number> {
    let bytes: number;
    try {
      bytes = await moved;
    } catch (error) {
      this.failures++;
      throw error;
    }
    this.note(beganMs, bytes);
    return bytes;
  }
}
