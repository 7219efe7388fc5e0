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

/** Counts transfers of one direction: how many, how many bytes, how long they took. Those that fail are only counted. */
export class TransferMeter {
  #operations = 0;
  #bytes = 0;
  readonly #latencies = new LatencyHistogram();
  failures = 0;

  /** Gives the transfer back. `beganMs` is performance.now() from before it began. */
  measure(beganMs: number, moved: number | Promise<number>): number | Promise<number> {
    if (typeof moved !== 'number') return this.#measureLater(beganMs, moved);
    this.#note(beganMs, moved);
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

  async #measureLater(beganMs: number, moved: Promise<number>): Promise<number> {
    let bytes: number;
    try {
      bytes = await moved;
    } catch (error) {
      this.failures++;
      throw error;
    }
    this.#note(beganMs, bytes);
    return bytes;
  }

  #note(beganMs: number, bytes: number): void {
    this.#operations++;
    this.#bytes += bytes;
    this.#latencies.record((performance.now() - beganMs) * US_PER_MS);
  }
}
