import type { TaskOutput } from './task.js';

/** A way to have the task executed elsewhere. To add one: a file in contenders/, and a line in its index.ts. */
export interface Contender {
  /** For `--only` and the JSON report. */
  readonly id: string;
  /** How it is called in the table. */
  readonly title: string;
  /** Who executes and how the two talk, in a few words. */
  readonly setup: string;
  /** npm package whose version goes into the report. */
  readonly packageName?: string;
  /** Starts whatever executes and connects to it. */
  open(): Promise<Session>;
}

/** A contender that is ready. Optional members let a row ask for more than the plain call. */
export interface Session {
  /** Sends one task; its input is `inputOf(operationId)`. */
  call(operationId: number, data: string): Promise<TaskOutput>;
  /** Stops whatever `open` started and leaves nothing behind. */
  close(): Promise<void>;
}
