// Generated from chimaera_mod.yaml, src/tasks.ts by `npx nx run codegen:refresh`. Do not edit.
import {
  type CallOptions,
  ContainerClient,
  type CreateArgs,
  type CreateResult,
  type PreparedTask,
} from '@chimaera/core/codegen';
import type { CreateParams } from '../tasks.js';
import {
  type AddInput,
  type AddLaterInput,
  type AddLaterResult,
  addLaterTaskType,
  type AddLaterTaskView,
  type AddResult,
  addTaskType,
  type AddTaskView,
  createParamsType,
  type HeapInput,
  type HeapResult,
  heapTaskType,
  type HeapTaskView,
  type RepeatInput,
  type RepeatResult,
  repeatTaskType,
  type RepeatTaskView,
  type ShiftInput,
  type ShiftResult,
  shiftTaskType,
  type ShiftTaskView,
} from './tasks.js';

/** Calls bench_load: each method as a promise, blocking, as a handle, and prepared for a batch. */
export class ClientBase extends ContainerClient {
  /** The module that the pool of this client is of. */
  static readonly module = 'bench_load';

  /** Creates the pool, or finds the one of that name. */
  create(args: CreateArgs<CreateParams> = {}, options?: CallOptions): Promise<CreateResult> {
    return this.createPool(createParamsType, args, options);
  }

  /** Like create, blocking this thread. */
  createSync(args: CreateArgs<CreateParams> = {}, options?: CallOptions): CreateResult {
    return this.createPoolSync(createParamsType, args, options);
  }

  /**
   * Numbers in, a number out.
   *
   * kAdd, 10.
   */
  add(input: AddInput, options?: CallOptions): Promise<AddResult> {
    return this.call(addTaskType, input, options);
  }

  /** Like add, blocking this thread. */
  addSync(input: AddInput, options?: CallOptions): AddResult {
    return this.callSync(addTaskType, input, options);
  }

  /** Like add, giving a handle at once. */
  asyncAdd(input: AddInput, options?: CallOptions): AddTaskView {
    return this.submit(addTaskType, input, options);
  }

  /** Like add, for submitBatch. */
  prepareAdd(input: AddInput, options?: CallOptions): PreparedTask<AddResult> {
    return this.prepare(addTaskType, input, options);
  }

  /**
   * Moves all bytes of a buffer one place further, where they are.
   *
   * kShift, 11.
   */
  shift(input: ShiftInput, options?: CallOptions): Promise<ShiftResult> {
    return this.call(shiftTaskType, input, options);
  }

  /** Like shift, blocking this thread. */
  shiftSync(input: ShiftInput, options?: CallOptions): ShiftResult {
    return this.callSync(shiftTaskType, input, options);
  }

  /** Like shift, giving a handle at once. */
  asyncShift(input: ShiftInput, options?: CallOptions): ShiftTaskView {
    return this.submit(shiftTaskType, input, options);
  }

  /** Like shift, for submitBatch. */
  prepareShift(input: ShiftInput, options?: CallOptions): PreparedTask<ShiftResult> {
    return this.prepare(shiftTaskType, input, options);
  }

  /**
   * How much of the worker's heap is in use.
   *
   * kHeap, 12.
   */
  heap(input: HeapInput = {}, options?: CallOptions): Promise<HeapResult> {
    return this.call(heapTaskType, input, options);
  }

  /** Like heap, blocking this thread. */
  heapSync(input: HeapInput = {}, options?: CallOptions): HeapResult {
    return this.callSync(heapTaskType, input, options);
  }

  /** Like heap, giving a handle at once. */
  asyncHeap(input: HeapInput = {}, options?: CallOptions): HeapTaskView {
    return this.submit(heapTaskType, input, options);
  }

  /** Like heap, for submitBatch. */
  prepareHeap(input: HeapInput = {}, options?: CallOptions): PreparedTask<HeapResult> {
    return this.prepare(heapTaskType, input, options);
  }

  /**
   * The same by an asynchronous method.
   *
   * kAddLater, 13.
   */
  addLater(input: AddLaterInput, options?: CallOptions): Promise<AddLaterResult> {
    return this.call(addLaterTaskType, input, options);
  }

  /** Like addLater, blocking this thread. */
  addLaterSync(input: AddLaterInput, options?: CallOptions): AddLaterResult {
    return this.callSync(addLaterTaskType, input, options);
  }

  /** Like addLater, giving a handle at once. */
  asyncAddLater(input: AddLaterInput, options?: CallOptions): AddLaterTaskView {
    return this.submit(addLaterTaskType, input, options);
  }

  /** Like addLater, for submitBatch. */
  prepareAddLater(input: AddLaterInput, options?: CallOptions): PreparedTask<AddLaterResult> {
    return this.prepare(addLaterTaskType, input, options);
  }

  /**
   * Takes one step after the other; says how long one takes, in nanoseconds.
   *
   * kRepeat, 14.
   */
  repeat(input: RepeatInput, options?: CallOptions): Promise<RepeatResult> {
    return this.call(repeatTaskType, input, options);
  }

  /** Like repeat, blocking this thread. */
  repeatSync(input: RepeatInput, options?: CallOptions): RepeatResult {
    return this.callSync(repeatTaskType, input, options);
  }

  /** Like repeat, giving a handle at once. */
  asyncRepeat(input: RepeatInput, options?: CallOptions): RepeatTaskView {
    return this.submit(repeatTaskType, input, options);
  }

  /** Like repeat, for submitBatch. */
  prepareRepeat(input: RepeatInput, options?: CallOptions): PreparedTask<RepeatResult> {
    return this.prepare(repeatTaskType, input, options);
  }
}
