import { LatencyHistogram } from './latency-histogram.js';

/** What is known of one method of one container: every task is counted, some are timed. */
export class MethodStatistics {
  /** Tasks that have ended, successfully or not. */
  finished = 0;
  /** How many of these had a return code other than 0. */
  failed = 0;
  /** Time from being taken in to having ended, for the tasks that were timed. */
  readonly latency = new LatencyHistogram();
}
