import { LatencyHistogram } from './latency-histogram.js';

/** What is known of one method of one container: every task is counted, some are timed. */
export class MethodStatistics {
  /** Tasks that have ended, well or not. */
  finished = 0;
  /** Those of them with a return code other than 0. */
  failed = 0;
  /** From being taken in to having ended, of the tasks that were timed. */
  readonly latency = new LatencyHistogram();
}
