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

/** A transfer of this length is worth a look at the clock in any case. */
const LONG_BYTES = 64 * 1024;
/** The first transfers of a device are all timed … */
const FIRST_TIMED = 1024;
/** … and after that one short transfer in 1 to this many, irregularly, because transfers may come in turn. */
const MOST_BETWEEN = 31;

/**
 * Counts the transfers of one direction: their number, bytes and durations. Failed ones are only counted. Where a
 * transfer is a copy of a few hundred nanoseconds, two looks at the clock for each would be a tenth of the whole task.
 */
export class TransferMeter {
  #operations = 0;
  #bytes = 0;
  readonly #latencies = new LatencyHistogram();
  readonly #timesAll: boolean;
  #untilTimed = 0;
  #random = 1;
  failures = 0;

  /** @param timesAll whether all short transfers are timed, too, instead of only some */
  constructor(timesAll = true) {
    this.#timesAll = timesAll;
  }

  /** performance.now() when a transfer begins, or 0 if it is not to be timed. */
  begin(bytes: number): number {
    if (this.#timesAll || bytes >= LONG_BYTES || this.#isNext()) return performance.now();
    return 0;
  }

  /** A transfer that began at `beganMs` has ended. */
  note(beganMs: number, bytes: number): void {
    this.#operations++;
    this.#bytes += bytes;
    if (beganMs > 0) this.#latencies.record((performance.now() - beganMs) * US_PER_MS);
  }

  /** The same, whether it succeeded or not. */
  ended(beganMs: number, bytes: number, error: unknown): void {
    if (error === null) this.note(beganMs, bytes);
    else this.failures++;
  }

  /** Returns the transfer. `beganMs` is what `begin` returned. */
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
    // A shift register: all it needs is not to have a short period.
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
