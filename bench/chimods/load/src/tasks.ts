import {
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
}
export type CreateTask = GetOrCreatePoolTask<CreateParams>;

/** Numbers in, a number out. */
export abstract class AddTask extends Task {
  abstract a: In<u32>;
  abstract b: In<u32>;
  abstract sum: Out<u32>;
}

/** Moves all bytes of a buffer one place further, where they are. */
export abstract class ShiftTask extends Task {
  abstract data: In<BufferRef>;
}

/** How much of the worker's heap is in use. */
export abstract class HeapTask extends Task {
  abstract usedBytes: Out<f64>;
}
