import type { TaskOutput } from './task.js';

/** A way to have the task executed elsewhere. To add one: a file in contenders/, and a line in its index.ts. */
export interface Contender {
  /** For `--only` and the JSON report. */
  readonly id: string;
  /** Its name in the table. */
  readonly title: string;
  /** Who executes the task and how the two sides communicate, in a few words. */
  readonly setup: string;
  /** npm package whose version goes into the report. */
  readonly packageName?: string;
  /** Why it cannot take part here, such as a server that is not installed; undefined if it can. */
  missing?(): string | undefined;
  /** Starts whatever executes and connects to it. */
  open(): Promise<Session>;
}

/** A contender that is ready. Optional members let a row ask for more than the plain call. */
export interface Session {
  /** Sends one task; its input is `inputOf(operationId)`. */
  call(operationId: number, data: string): Promise<TaskOutput>;
  /** The same, blocking this thread. */
  callSync?(operationId: number, data: string): TaskOutput;
  /** Sends one task without creating a promise: the answer is read from the handle. */
  submit?(operationId: number, data: string): TaskHandle;
  /** Sends many bytes there and back, one exchange at a time, with no tasks meanwhile. */
  openRegion?(bytes: number): Promise<Region>;
  /** Stops whatever `open` started and leaves nothing behind. */
  close(): Promise<void>;
}

export interface TaskHandle extends TaskOutput {
  readonly isComplete: boolean;
  wait(): Promise<unknown>;
  dispose(): void;
}

export interface Region {
  /** To be filled by the caller. */
  readonly bytes: Uint8Array;
  /** Has the other side apply `shiftBytes` to them; resolves to the result, which is valid until the next exchange. */
  exchange(): Promise<Uint8Array>;
  close(): void;
}
