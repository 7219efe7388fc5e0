// Generated from chimaera_mod.yaml, src/tasks.ts by `npx nx run codegen:refresh`. Do not edit.
// Pictures have offsets in bytes; `word + n`, and the numbers of strings and other regions, count words of 4 bytes.
// With access 1 inputs may be read, with 2 all fields may be read and written.
import {
  badData,
  badValue,
  type BufferRef,
  defineParams,
  defineTaskType,
  type Ipc,
  type Reader,
  type Replica,
  type Writer,
} from '@chimaera/core/codegen';
import { AddLaterTask, AddTask, CreateParams, HeapTask, RepeatTask, ShiftTask, type Step } from '../tasks.js';

/** Inputs of add. */
export interface AddInput {
  a: number;
  b: number;
}

/** What add gives back, copied out of shared memory. */
export interface AddResult {
  sum: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<AddResult>[];
}

/**
 * Numbers in, a number out.
 *
 * Where kAdd (10) lies in its block:
 *
 * ```text
 *       +--------+-----+----+-----+
 *     0 | header |     | 88 |     |
 *    88 | sum    | u32 |  4 | Out |
 *    92 | a      | u32 |  4 | In  |
 *    96 | b      | u32 |  4 | In  |
 *       +--------+-----+----+-----+
 *   104 | heap
 * ```
 */
export class AddTaskView extends AddTask {
  override get a(): number {
    if (this.$memory.access < 1) this.$refuse('a', 1);
    return this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  override set a(v: number) {
    if (this.$memory.access < 2) this.$refuse('a', 2);
    if (v >>> 0 !== v) badValue('AddTask.a', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 23] = v;
  }

  override get b(): number {
    if (this.$memory.access < 1) this.$refuse('b', 1);
    return this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  override set b(v: number) {
    if (this.$memory.access < 2) this.$refuse('b', 2);
    if (v >>> 0 !== v) badValue('AddTask.b', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 24] = v;
  }

  override get sum(): number {
    if (this.$memory.access < 2) this.$refuse('sum', 2);
    return this.$memory.seg.u32[this.$memory.word + 22]!;
  }

  override set sum(v: number) {
    if (this.$memory.access < 2) this.$refuse('sum', 2);
    if (v >>> 0 !== v) badValue('AddTask.sum', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 22] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<AddResult>[] {
    return super.replicas as readonly Replica<AddResult>[];
  }

  saveIn(w: Writer): void {
    const at = w.words(2, 0);
    const to = w.views.u32;
    to[at] = this.$memory.seg.u32[this.$memory.word + 23]!;
    to[at + 1] = this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  loadIn(r: Reader): void {
    const at = r.words(2, 0);
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 23] = from[at]!;
    this.$memory.seg.u32[this.$memory.word + 24] = from[at + 1]!;
  }

  saveOut(w: Writer): void {
    w.u32(this.$memory.seg.u32[this.$memory.word + 22]!);
  }

  loadOut(r: Reader): void {
    this.$memory.seg.u32[this.$memory.word + 22] = r.u32();
  }

  /** Copies the fields. */
  copyTo(copy: AddTaskView): AddTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 100);
    return copy;
  }
}

/** How kAdd is sent and answered. */
export const addTaskType = defineTaskType({
  module: 'bench_load',
  version: '1.0.0',
  name: 'kAdd',
  method: 10,
  layoutHash: 0x11092e6e,
  fixedBytes: 104,
  View: AddTaskView,
  inputs: ['a', 'b'],
  heapBytes(_input: AddInput): number {
    return 0;
  },
  fill(task: AddTaskView, input: AddInput): void {
    const { seg, word } = task.$memory;
    if (input.a >>> 0 !== input.a) badValue('AddTask.a', 'u32', input.a);
    seg.u32[word + 23] = input.a;
    if (input.b >>> 0 !== input.b) badValue('AddTask.b', 'u32', input.b);
    seg.u32[word + 24] = input.b;
  },
  result(task: AddTaskView, returnCode: number): AddResult {
    return { sum: task.sum, returnCode };
  },
});

/** Inputs of shift. */
export interface ShiftInput {
  data: BufferRef;
}

/** What shift gives back, copied out of shared memory. */
export interface ShiftResult {
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<ShiftResult>[];
}

/**
 * Moves all bytes of a buffer one place further, where they are.
 *
 * Where kShift (11) lies in its block:
 *
 * ```text
 *       +--------+-----------+----+----+
 *     0 | header |           | 88 |    |
 *    88 | data   | BufferRef | 16 | In |
 *       +--------+-----------+----+----+
 *   104 | heap
 * ```
 */
export class ShiftTaskView extends ShiftTask {
  override get data(): BufferRef {
    if (this.$memory.access < 1) this.$refuse('data', 1);
    return this.$memory.readBuffer(22);
  }

  override set data(v: BufferRef) {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    if (typeof v !== 'object' || v === null) badValue('ShiftTask.data', 'BufferRef', v);
    this.$memory.writeBuffer(22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<ShiftResult>[] {
    return super.replicas as readonly Replica<ShiftResult>[];
  }

  saveIn(w: Writer): void {
    w.buffer(this.$memory.readBuffer(22));
  }

  loadIn(r: Reader): void {
    this.$memory.loadBuffer(22, r);
  }

  saveOut(_w: Writer): void {}

  loadOut(_r: Reader): void {}

  /** Copies the fields; with `ipc` also what buffers refer to. */
  copyTo(copy: ShiftTaskView, ipc?: Ipc): ShiftTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 104);
    if (ipc !== undefined) copy.$memory.writeBuffer(22, ipc.copyBuffer(this.$memory.readBuffer(22)));
    return copy;
  }
}

/** How kShift is sent and answered. */
export const shiftTaskType = defineTaskType({
  module: 'bench_load',
  version: '1.0.0',
  name: 'kShift',
  method: 11,
  layoutHash: 0x13ef7374,
  fixedBytes: 104,
  View: ShiftTaskView,
  inputs: ['data'],
  heapBytes(_input: ShiftInput): number {
    return 0;
  },
  fill(task: ShiftTaskView, input: ShiftInput): void {
    task.data = input.data;
  },
  result(_task: ShiftTaskView, returnCode: number): ShiftResult {
    return { returnCode };
  },
});

/** Inputs of heap. */
export type HeapInput = Record<string, never>;

/** What heap gives back, copied out of shared memory. */
export interface HeapResult {
  usedBytes: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<HeapResult>[];
}

/**
 * How much of the worker's heap is in use.
 *
 * Where kHeap (12) lies in its block:
 *
 * ```text
 *       +-----------+-----+----+-----+
 *     0 | header    |     | 88 |     |
 *    88 | usedBytes | f64 |  8 | Out |
 *       +-----------+-----+----+-----+
 *    96 | heap
 * ```
 */
export class HeapTaskView extends HeapTask {
  override get usedBytes(): number {
    if (this.$memory.access < 2) this.$refuse('usedBytes', 2);
    return this.$memory.seg.f64[(this.$memory.base + 88) >>> 3]!;
  }

  override set usedBytes(v: number) {
    if (this.$memory.access < 2) this.$refuse('usedBytes', 2);
    if (typeof v !== 'number') badValue('HeapTask.usedBytes', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 88) >>> 3] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<HeapResult>[] {
    return super.replicas as readonly Replica<HeapResult>[];
  }

  saveIn(_w: Writer): void {}

  loadIn(_r: Reader): void {}

  saveOut(w: Writer): void {
    w.f64(this.$memory.seg.f64[(this.$memory.base + 88) >>> 3]!);
  }

  loadOut(r: Reader): void {
    this.$memory.seg.f64[(this.$memory.base + 88) >>> 3] = r.f64();
  }

  /** Copies the fields. */
  copyTo(copy: HeapTaskView): HeapTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 96);
    return copy;
  }
}

/** How kHeap is sent and answered. */
export const heapTaskType = defineTaskType({
  module: 'bench_load',
  version: '1.0.0',
  name: 'kHeap',
  method: 12,
  layoutHash: 0x37aaa39d,
  fixedBytes: 96,
  View: HeapTaskView,
  inputs: [],
  heapBytes(_input: HeapInput): number {
    return 0;
  },
  fill(_task: HeapTaskView, _input: HeapInput): void {},
  result(task: HeapTaskView, returnCode: number): HeapResult {
    return { usedBytes: task.usedBytes, returnCode };
  },
});

/** Inputs of addLater. */
export interface AddLaterInput {
  a: number;
  b: number;
}

/** What addLater gives back, copied out of shared memory. */
export interface AddLaterResult {
  sum: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<AddLaterResult>[];
}

/**
 * The same by an asynchronous method.
 *
 * Where kAddLater (13) lies in its block:
 *
 * ```text
 *       +--------+-----+----+-----+
 *     0 | header |     | 88 |     |
 *    88 | sum    | u32 |  4 | Out |
 *    92 | a      | u32 |  4 | In  |
 *    96 | b      | u32 |  4 | In  |
 *       +--------+-----+----+-----+
 *   104 | heap
 * ```
 */
export class AddLaterTaskView extends AddLaterTask {
  override get a(): number {
    if (this.$memory.access < 1) this.$refuse('a', 1);
    return this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  override set a(v: number) {
    if (this.$memory.access < 2) this.$refuse('a', 2);
    if (v >>> 0 !== v) badValue('AddLaterTask.a', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 23] = v;
  }

  override get b(): number {
    if (this.$memory.access < 1) this.$refuse('b', 1);
    return this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  override set b(v: number) {
    if (this.$memory.access < 2) this.$refuse('b', 2);
    if (v >>> 0 !== v) badValue('AddLaterTask.b', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 24] = v;
  }

  override get sum(): number {
    if (this.$memory.access < 2) this.$refuse('sum', 2);
    return this.$memory.seg.u32[this.$memory.word + 22]!;
  }

  override set sum(v: number) {
    if (this.$memory.access < 2) this.$refuse('sum', 2);
    if (v >>> 0 !== v) badValue('AddLaterTask.sum', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 22] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<AddLaterResult>[] {
    return super.replicas as readonly Replica<AddLaterResult>[];
  }

  saveIn(w: Writer): void {
    const at = w.words(2, 0);
    const to = w.views.u32;
    to[at] = this.$memory.seg.u32[this.$memory.word + 23]!;
    to[at + 1] = this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  loadIn(r: Reader): void {
    const at = r.words(2, 0);
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 23] = from[at]!;
    this.$memory.seg.u32[this.$memory.word + 24] = from[at + 1]!;
  }

  saveOut(w: Writer): void {
    w.u32(this.$memory.seg.u32[this.$memory.word + 22]!);
  }

  loadOut(r: Reader): void {
    this.$memory.seg.u32[this.$memory.word + 22] = r.u32();
  }

  /** Copies the fields. */
  copyTo(copy: AddLaterTaskView): AddLaterTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 100);
    return copy;
  }
}

/** How kAddLater is sent and answered. */
export const addLaterTaskType = defineTaskType({
  module: 'bench_load',
  version: '1.0.0',
  name: 'kAddLater',
  method: 13,
  layoutHash: 0xbc7d6303,
  fixedBytes: 104,
  View: AddLaterTaskView,
  inputs: ['a', 'b'],
  heapBytes(_input: AddLaterInput): number {
    return 0;
  },
  fill(task: AddLaterTaskView, input: AddLaterInput): void {
    const { seg, word } = task.$memory;
    if (input.a >>> 0 !== input.a) badValue('AddLaterTask.a', 'u32', input.a);
    seg.u32[word + 23] = input.a;
    if (input.b >>> 0 !== input.b) badValue('AddLaterTask.b', 'u32', input.b);
    seg.u32[word + 24] = input.b;
  },
  result(task: AddLaterTaskView, returnCode: number): AddLaterResult {
    return { sum: task.sum, returnCode };
  },
});

/** Inputs of repeat. */
export interface RepeatInput {
  step: Step;
  times: number;
}

/** What repeat gives back, copied out of shared memory. */
export interface RepeatResult {
  stepNs: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<RepeatResult>[];
}

/**
 * Takes one step after the other; says how long one takes, in nanoseconds.
 *
 * Where kRepeat (14) lies in its block:
 *
 * ```text
 *       +--------+------+----+-----+
 *     0 | header |      | 88 |     |
 *    88 | stepNs | f64  |  8 | Out |
 *    96 | step   | Step |  4 | In  |
 *   100 | times  | u32  |  4 | In  |
 *       +--------+------+----+-----+
 *   104 | heap
 * ```
 */
export class RepeatTaskView extends RepeatTask {
  override get step(): Step {
    if (this.$memory.access < 1) this.$refuse('step', 1);
    return toStep(this.$memory.seg.u32[this.$memory.word + 24]!);
  }

  override set step(v: Step) {
    if (this.$memory.access < 2) this.$refuse('step', 2);
    if (v >>> 0 !== v || v > 4) badValue('RepeatTask.step', 'Step', v);
    this.$memory.seg.u32[this.$memory.word + 24] = v;
  }

  override get times(): number {
    if (this.$memory.access < 1) this.$refuse('times', 1);
    return this.$memory.seg.u32[this.$memory.word + 25]!;
  }

  override set times(v: number) {
    if (this.$memory.access < 2) this.$refuse('times', 2);
    if (v >>> 0 !== v) badValue('RepeatTask.times', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 25] = v;
  }

  override get stepNs(): number {
    if (this.$memory.access < 2) this.$refuse('stepNs', 2);
    return this.$memory.seg.f64[(this.$memory.base + 88) >>> 3]!;
  }

  override set stepNs(v: number) {
    if (this.$memory.access < 2) this.$refuse('stepNs', 2);
    if (typeof v !== 'number') badValue('RepeatTask.stepNs', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 88) >>> 3] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<RepeatResult>[] {
    return super.replicas as readonly Replica<RepeatResult>[];
  }

  saveIn(w: Writer): void {
    const at = w.words(2, 0);
    const to = w.views.u32;
    to[at] = this.$memory.seg.u32[this.$memory.word + 24]!;
    to[at + 1] = this.$memory.seg.u32[this.$memory.word + 25]!;
  }

  loadIn(r: Reader): void {
    const at = r.words(2, 0);
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 24] = toStep(from[at]!);
    this.$memory.seg.u32[this.$memory.word + 25] = from[at + 1]!;
  }

  saveOut(w: Writer): void {
    w.f64(this.$memory.seg.f64[(this.$memory.base + 88) >>> 3]!);
  }

  loadOut(r: Reader): void {
    this.$memory.seg.f64[(this.$memory.base + 88) >>> 3] = r.f64();
  }

  /** Copies the fields. */
  copyTo(copy: RepeatTaskView): RepeatTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 104);
    return copy;
  }
}

/** How kRepeat is sent and answered. */
export const repeatTaskType = defineTaskType({
  module: 'bench_load',
  version: '1.0.0',
  name: 'kRepeat',
  method: 14,
  layoutHash: 0xddc4e5de,
  fixedBytes: 104,
  View: RepeatTaskView,
  inputs: ['step', 'times'],
  heapBytes(_input: RepeatInput): number {
    return 0;
  },
  fill(task: RepeatTaskView, input: RepeatInput): void {
    const { seg, word } = task.$memory;
    if (input.step >>> 0 !== input.step || input.step > 4) badValue('RepeatTask.step', 'Step', input.step);
    seg.u32[word + 24] = input.step;
    if (input.times >>> 0 !== input.times) badValue('RepeatTask.times', 'u32', input.times);
    seg.u32[word + 25] = input.times;
  },
  result(task: RepeatTaskView, returnCode: number): RepeatResult {
    return { stepNs: task.stepNs, returnCode };
  },
});

/** CreateParams as the runtime reads it: from YAML, and from the task that creates a pool. */
export const createParamsType = defineParams<CreateParams>({
  lib: 'bench_load',
  fields: [{ name: 'hashedLanes', yaml: 'hashed_lanes', type: 'bool' }],
  create(): CreateParams {
    return new CreateParams();
  },
  encode(params: CreateParams, w: Writer): void {
    if (typeof params.hashedLanes !== 'boolean')
      badValue('CreateParams.hashedLanes', 'bool', params.hashedLanes);
    w.bool(params.hashedLanes);
  },
  decode(r: Reader): CreateParams {
    const params = new CreateParams();
    if (r.isAtEnd) return params;
    params.hashedLanes = r.bool();
    return params;
  },
});

function toStep(v: number): Step {
  if (v > 4) badData('Step', v);
  return v as Step;
}
