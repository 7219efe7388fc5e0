import {
  type bool,
  type BufferRef,
  type f64,
  type GetOrCreatePoolTask,
  type In,
  type Out,
  Task,
  type u32,
} from '@chimaera/core';

export class CreateParams {
  static readonly chimodLibName = 'bench_load';

  /** Whether the lane of `add` is found by a hash of its first number, among four; else there is one lane. */
  hashedLanes: bool = false;
}
export type CreateTask = GetOrCreatePoolTask<CreateParams>;

/** Numbers in, a number out. */
export abstract class AddTask extends Task {
  abstract a: In<u32>;
  abstract b: In<u32>;
  abstract sum: Out<u32>;
}

/** The same by an asynchronous method. */
export abstract class AddLaterTask extends Task {
  abstract a: In<u32>;
  abstract b: In<u32>;
  abstract sum: Out<u32>;
}

/** What a method can do again and again. */
export const Step = { kAwait: 0, kLock: 1, kAdd: 2, kAddLater: 3, kCustom: 4 } as const;
export type Step = (typeof Step)[keyof typeof Step];

/** Takes one step after the other; says how long one takes, in nanoseconds. */
export abstract class RepeatTask extends Task {
  abstract step: In<Step>;
  abstract times: In<u32>;
  abstract stepNs: Out<f64>;
}

/** Moves all bytes of a buffer one place further, where they are. */
export abstract class ShiftTask extends Task {
  abstract data: In<BufferRef>;
}

/** How much of the worker's heap is in use. */
export abstract class HeapTask extends Task {
  abstract usedBytes: Out<f64>;
}
