// Generated from chimaera_mod.yaml, src/tasks.ts by `npx nx run codegen:refresh`. Do not edit.
// Pictures have offsets in bytes; `word + n`, and the numbers of strings and other regions, count words of 4 bytes.
// With access 1 inputs may be read, with 2 all fields may be read and written.
import {
  badData,
  badValue,
  type BufferRef,
  bytesBound,
  defineParams,
  defineTaskType,
  type Ipc,
  OUTPUT_RESERVE_BYTES,
  PoolId,
  type Reader,
  readSize,
  type Replica,
  stringBound,
  type Task,
  type Writer,
  writeSize,
} from '@chimaera/core/codegen';
import {
  type Color,
  CoMutexTestTask,
  CoRwLockTestTask,
  CreateParams,
  CustomTask,
  EchoTask,
  FailTask,
  LargeOutputTask,
  type Point,
  type Shape,
  WaitTestTask,
} from '../tasks.js';

/** Inputs of custom. */
export interface CustomInput {
  data: string;
  /** Chooses the lane: tasks of one operation run in the order in which they were sent. */
  operationId: number;
}

/** What custom gives back, copied out of shared memory. */
export interface CustomResult {
  data: string;
  /** 0 for success. */
  resultCode: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<CustomResult>[];
}

/**
 * Appends `_processed` to the data.
 *
 * Where kCustom (10) lies in its block:
 *
 * ```text
 *       +-------------+--------+----+-------+
 *     0 | header      |        | 88 |       |
 *    88 | resultCode  | u32    |  4 | Out   |
 *    92 | data        | string |  8 | InOut |
 *   100 | operationId | u32    |  4 | In    |
 *       +-------------+--------+----+-------+
 *   104 | heap: data
 * ```
 */
export class CustomTaskView extends CustomTask {
  override get data(): string {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    return this.$memory.readString(23);
  }

  override set data(v: string) {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    if (typeof v !== 'string') badValue('CustomTask.data', 'string', v);
    this.$memory.writeString(23, v);
  }

  /** Chooses the lane: tasks of one operation run in the order in which they were sent. */
  override get operationId(): number {
    if (this.$memory.access < 1) this.$refuse('operationId', 1);
    return this.$memory.seg.u32[this.$memory.word + 25]!;
  }

  override set operationId(v: number) {
    if (this.$memory.access < 2) this.$refuse('operationId', 2);
    if (v >>> 0 !== v) badValue('CustomTask.operationId', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 25] = v;
  }

  /** 0 for success. */
  override get resultCode(): number {
    if (this.$memory.access < 2) this.$refuse('resultCode', 2);
    return this.$memory.seg.u32[this.$memory.word + 22]!;
  }

  override set resultCode(v: number) {
    if (this.$memory.access < 2) this.$refuse('resultCode', 2);
    if (v >>> 0 !== v) badValue('CustomTask.resultCode', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 22] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<CustomResult>[] {
    return super.replicas as readonly Replica<CustomResult>[];
  }

  saveIn(w: Writer): void {
    this.$memory.saveRegion(23, w);
    w.u32(this.$memory.seg.u32[this.$memory.word + 25]!);
  }

  loadIn(r: Reader): void {
    this.$memory.loadRegion(23, r);
    this.$memory.seg.u32[this.$memory.word + 25] = r.u32();
  }

  saveOut(w: Writer): void {
    this.$memory.saveRegion(23, w);
    w.u32(this.$memory.seg.u32[this.$memory.word + 22]!);
  }

  loadOut(r: Reader): void {
    this.$memory.loadRegion(23, r);
    this.$memory.seg.u32[this.$memory.word + 22] = r.u32();
  }

  /** Copies the fields. */
  copyTo(copy: CustomTaskView): CustomTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 92);
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 100, this.$memory.base + 100, this.$memory.base + 104);
    copy.$memory.writeBytes(23, this.$memory.readBytes(23));
    return copy;
  }
}

/** How kCustom is sent and answered. */
export const customTaskType = defineTaskType({
  module: 'chimaera_MOD_NAME',
  version: '1.0.0',
  name: 'kCustom',
  method: 10,
  layoutHash: 0x5fea92f1,
  fixedBytes: 104,
  View: CustomTaskView,
  inputs: ['data', 'operationId'],
  heapBytes(input: CustomInput): number {
    return OUTPUT_RESERVE_BYTES + stringBound(input.data);
  },
  fill(task: CustomTaskView, input: CustomInput): void {
    const memory = task.$memory;
    const { seg, word } = memory;
    if (typeof input.data !== 'string') badValue('CustomTask.data', 'string', input.data);
    memory.fillString(23, input.data);
    if (input.operationId >>> 0 !== input.operationId)
      badValue('CustomTask.operationId', 'u32', input.operationId);
    seg.u32[word + 25] = input.operationId;
  },
  result(task: CustomTaskView, returnCode: number): CustomResult {
    return { data: task.data, resultCode: task.resultCode, returnCode };
  },
});

/** Inputs of largeOutput. */
export interface LargeOutputInput {
  size: number;
}

/** What largeOutput gives back, copied out of shared memory. */
export interface LargeOutputResult {
  data: Uint8Array;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<LargeOutputResult>[];
}

/**
 * Answers with `size` bytes; byte i is i mod 256.
 *
 * Where kLargeOutput (11) lies in its block:
 *
 * ```text
 *       +--------+-------+----+-----+
 *     0 | header |       | 88 |     |
 *    88 | data   | bytes |  8 | Out |
 *    96 | size   | u32   |  4 | In  |
 *       +--------+-------+----+-----+
 *   104 | heap: data
 * ```
 */
export class LargeOutputTaskView extends LargeOutputTask {
  override get size(): number {
    if (this.$memory.access < 1) this.$refuse('size', 1);
    return this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  override set size(v: number) {
    if (this.$memory.access < 2) this.$refuse('size', 2);
    if (v >>> 0 !== v) badValue('LargeOutputTask.size', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 24] = v;
  }

  override get data(): Uint8Array {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    return this.$memory.readBytes(22);
  }

  override set data(v: Uint8Array) {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    if (!(v instanceof Uint8Array)) badValue('LargeOutputTask.data', 'bytes', v);
    this.$memory.writeBytes(22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<LargeOutputResult>[] {
    return super.replicas as readonly Replica<LargeOutputResult>[];
  }

  saveIn(w: Writer): void {
    w.u32(this.$memory.seg.u32[this.$memory.word + 24]!);
  }

  loadIn(r: Reader): void {
    this.$memory.seg.u32[this.$memory.word + 24] = r.u32();
  }

  saveOut(w: Writer): void {
    this.$memory.saveRegion(22, w);
  }

  loadOut(r: Reader): void {
    this.$memory.loadRegion(22, r);
  }

  /** Copies the fields. */
  copyTo(copy: LargeOutputTaskView): LargeOutputTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 96, this.$memory.base + 96, this.$memory.base + 100);
    copy.$memory.writeBytes(22, this.$memory.readBytes(22));
    return copy;
  }
}

/** How kLargeOutput is sent and answered. */
export const largeOutputTaskType = defineTaskType({
  module: 'chimaera_MOD_NAME',
  version: '1.0.0',
  name: 'kLargeOutput',
  method: 11,
  layoutHash: 0x740ccb49,
  fixedBytes: 104,
  View: LargeOutputTaskView,
  inputs: ['size'],
  heapBytes(_input: LargeOutputInput): number {
    return OUTPUT_RESERVE_BYTES;
  },
  fill(task: LargeOutputTaskView, input: LargeOutputInput): void {
    const { seg, word } = task.$memory;
    if (input.size >>> 0 !== input.size) badValue('LargeOutputTask.size', 'u32', input.size);
    seg.u32[word + 24] = input.size;
  },
  result(task: LargeOutputTaskView, returnCode: number): LargeOutputResult {
    return { data: task.$memory.copyBytes(22), returnCode };
  },
});

/** Inputs of fail. */
export interface FailInput {
  message: string;
}

/** What fail gives back, copied out of shared memory. */
export interface FailResult {
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<FailResult>[];
}

/**
 * Fails with the message.
 *
 * Where kFail (12) lies in its block:
 *
 * ```text
 *       +---------+--------+----+----+
 *     0 | header  |        | 88 |    |
 *    88 | message | string |  8 | In |
 *       +---------+--------+----+----+
 *    96 | heap: message
 * ```
 */
export class FailTaskView extends FailTask {
  override get message(): string {
    if (this.$memory.access < 1) this.$refuse('message', 1);
    return this.$memory.readString(22);
  }

  override set message(v: string) {
    if (this.$memory.access < 2) this.$refuse('message', 2);
    if (typeof v !== 'string') badValue('FailTask.message', 'string', v);
    this.$memory.writeString(22, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<FailResult>[] {
    return super.replicas as readonly Replica<FailResult>[];
  }

  saveIn(w: Writer): void {
    this.$memory.saveRegion(22, w);
  }

  loadIn(r: Reader): void {
    this.$memory.loadRegion(22, r);
  }

  saveOut(_w: Writer): void {}

  loadOut(_r: Reader): void {}

  /** Copies the fields. */
  copyTo(copy: FailTaskView): FailTaskView {
    copy.$memory.writeBytes(22, this.$memory.readBytes(22));
    return copy;
  }
}

/** How kFail is sent and answered. */
export const failTaskType = defineTaskType({
  module: 'chimaera_MOD_NAME',
  version: '1.0.0',
  name: 'kFail',
  method: 12,
  layoutHash: 0x2adbdf30,
  fixedBytes: 96,
  View: FailTaskView,
  inputs: ['message'],
  heapBytes(input: FailInput): number {
    return stringBound(input.message);
  },
  fill(task: FailTaskView, input: FailInput): void {
    const memory = task.$memory;
    if (typeof input.message !== 'string') badValue('FailTask.message', 'string', input.message);
    memory.fillString(22, input.message);
  },
  result(_task: FailTaskView, returnCode: number): FailResult {
    return { returnCode };
  },
});

/** Inputs of echo. */
export interface EchoInput {
  boolValue: boolean;
  u8Value: number;
  u16Value: number;
  u32Value: number;
  u64Value: bigint;
  i8Value: number;
  i16Value: number;
  i32Value: number;
  i64Value: bigint;
  f32Value: number;
  f64Value: number;
  sizeValue: number;
  colorValue: Color;
  poolIdValue: PoolId;
  pointValue: Point;
  arrayValue: readonly number[];
  pointArrayValue: readonly Point[];
  stringValue: string;
  bytesValue: Uint8Array;
  vectorValue: readonly number[];
  doublesValue: readonly number[];
  stringsValue: readonly string[];
  nestedValue: readonly (readonly bigint[])[];
  mapValue: ReadonlyMap<string, number>;
  shapesValue: ReadonlyMap<bigint, Shape>;
  optionalValue?: number | undefined;
  shapeValue: Shape;
  /** A reference: the bytes stay where they are, and the copy refers to the same ones. */
  bufferValue: BufferRef;
}

/** What echo gives back, copied out of shared memory. */
export interface EchoResult {
  boolCopy: boolean;
  u8Copy: number;
  u16Copy: number;
  u32Copy: number;
  u64Copy: bigint;
  i8Copy: number;
  i16Copy: number;
  i32Copy: number;
  i64Copy: bigint;
  f32Copy: number;
  f64Copy: number;
  sizeCopy: number;
  colorCopy: Color;
  poolIdCopy: PoolId;
  pointCopy: Point;
  arrayCopy: readonly number[];
  pointArrayCopy: readonly Point[];
  stringCopy: string;
  bytesCopy: Uint8Array;
  vectorCopy: number[];
  doublesCopy: number[];
  stringsCopy: string[];
  nestedCopy: bigint[][];
  mapCopy: Map<string, number>;
  shapesCopy: Map<bigint, Shape>;
  optionalCopy: number | undefined;
  shapeCopy: Shape;
  bufferCopy: BufferRef;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<EchoResult>[];
}

/**
 * Has a field of every type, and answers with a copy of each: `boolValue` comes back as `boolCopy`.
 *
 * Where kEcho (13) lies in its block:
 *
 * ```text
 *       +-----------------+----------------------+----+-----+
 *     0 | header          |                      | 88 |     |
 *    88 | boolCopy        | bool                 |  1 | Out |
 *    89 | u8Copy          | u8                   |  1 | Out |
 *    90 | u16Copy         | u16                  |  2 | Out |
 *    92 | u32Copy         | u32                  |  4 | Out |
 *    96 | u64Copy         | u64                  |  8 | Out |
 *   104 | i8Copy          | i8                   |  1 | Out |
 *   106 | i16Copy         | i16                  |  2 | Out |
 *   108 | i32Copy         | i32                  |  4 | Out |
 *   112 | i64Copy         | i64                  |  8 | Out |
 *   120 | f32Copy         | f32                  |  4 | Out |
 *   128 | f64Copy         | f64                  |  8 | Out |
 *   136 | sizeCopy        | size                 |  8 | Out |
 *   144 | colorCopy       | Color                |  4 | Out |
 *   148 | poolIdCopy      | PoolId               |  8 | Out |
 *   160 | pointCopy       | Point                | 24 | Out |
 *   184 | arrayCopy       | FixedArray<u16, 3>   |  6 | Out |
 *   192 | pointArrayCopy  | FixedArray<Point, 2> | 48 | Out |
 *   240 | stringCopy      | string               |  8 | Out |
 *   248 | bytesCopy       | bytes                |  8 | Out |
 *   256 | vectorCopy      | Vector<u32>          |  8 | Out |
 *   264 | doublesCopy     | Vector<f64>          |  8 | Out |
 *   272 | stringsCopy     | Vector<string>       |  8 | Out |
 *   280 | nestedCopy      | Vector<Vector<u64>>  |  8 | Out |
 *   288 | mapCopy         | HashMap<string, u32> |  8 | Out |
 *   296 | shapesCopy      | HashMap<u64, Shape>  |  8 | Out |
 *   304 | optionalCopy    | Optional<u32>        |  8 | Out |
 *   312 | shapeCopy       | Shape                |  8 | Out |
 *   320 | bufferCopy      | BufferRef            | 16 | Out |
 *   336 | boolValue       | bool                 |  1 | In  |
 *   337 | u8Value         | u8                   |  1 | In  |
 *   338 | u16Value        | u16                  |  2 | In  |
 *   340 | u32Value        | u32                  |  4 | In  |
 *   344 | u64Value        | u64                  |  8 | In  |
 *   352 | i8Value         | i8                   |  1 | In  |
 *   354 | i16Value        | i16                  |  2 | In  |
 *   356 | i32Value        | i32                  |  4 | In  |
 *   360 | i64Value        | i64                  |  8 | In  |
 *   368 | f32Value        | f32                  |  4 | In  |
 *   376 | f64Value        | f64                  |  8 | In  |
 *   384 | sizeValue       | size                 |  8 | In  |
 *   392 | colorValue      | Color                |  4 | In  |
 *   396 | poolIdValue     | PoolId               |  8 | In  |
 *   408 | pointValue      | Point                | 24 | In  |
 *   432 | arrayValue      | FixedArray<u16, 3>   |  6 | In  |
 *   440 | pointArrayValue | FixedArray<Point, 2> | 48 | In  |
 *   488 | stringValue     | string               |  8 | In  |
 *   496 | bytesValue      | bytes                |  8 | In  |
 *   504 | vectorValue     | Vector<u32>          |  8 | In  |
 *   512 | doublesValue    | Vector<f64>          |  8 | In  |
 *   520 | stringsValue    | Vector<string>       |  8 | In  |
 *   528 | nestedValue     | Vector<Vector<u64>>  |  8 | In  |
 *   536 | mapValue        | HashMap<string, u32> |  8 | In  |
 *   544 | shapesValue     | HashMap<u64, Shape>  |  8 | In  |
 *   552 | optionalValue   | Optional<u32>        |  8 | In  |
 *   560 | shapeValue      | Shape                |  8 | In  |
 *   568 | bufferValue     | BufferRef            | 16 | In  |
 *       +-----------------+----------------------+----+-----+
 *   584 | heap: stringCopy, bytesCopy, vectorCopy, doublesCopy, stringsCopy, nestedCopy, mapCopy,
 *       |      shapesCopy, optionalCopy, shapeCopy, stringValue, bytesValue, vectorValue, doublesValue,
 *       |      stringsValue, nestedValue, mapValue, shapesValue, optionalValue, shapeValue
 * ```
 */
export class EchoTaskView extends EchoTask {
  override get boolValue(): boolean {
    if (this.$memory.access < 1) this.$refuse('boolValue', 1);
    return this.$memory.seg.u8[this.$memory.base + 336]! !== 0;
  }

  override set boolValue(v: boolean) {
    if (this.$memory.access < 2) this.$refuse('boolValue', 2);
    if (typeof v !== 'boolean') badValue('EchoTask.boolValue', 'bool', v);
    this.$memory.seg.u8[this.$memory.base + 336] = v ? 1 : 0;
  }

  override get u8Value(): number {
    if (this.$memory.access < 1) this.$refuse('u8Value', 1);
    return this.$memory.seg.u8[this.$memory.base + 337]!;
  }

  override set u8Value(v: number) {
    if (this.$memory.access < 2) this.$refuse('u8Value', 2);
    if ((v & 0xff) !== v) badValue('EchoTask.u8Value', 'u8', v);
    this.$memory.seg.u8[this.$memory.base + 337] = v;
  }

  override get u16Value(): number {
    if (this.$memory.access < 1) this.$refuse('u16Value', 1);
    return this.$memory.seg.u16[(this.$memory.base + 338) >>> 1]!;
  }

  override set u16Value(v: number) {
    if (this.$memory.access < 2) this.$refuse('u16Value', 2);
    if ((v & 0xffff) !== v) badValue('EchoTask.u16Value', 'u16', v);
    this.$memory.seg.u16[(this.$memory.base + 338) >>> 1] = v;
  }

  override get u32Value(): number {
    if (this.$memory.access < 1) this.$refuse('u32Value', 1);
    return this.$memory.seg.u32[this.$memory.word + 85]!;
  }

  override set u32Value(v: number) {
    if (this.$memory.access < 2) this.$refuse('u32Value', 2);
    if (v >>> 0 !== v) badValue('EchoTask.u32Value', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 85] = v;
  }

  override get u64Value(): bigint {
    if (this.$memory.access < 1) this.$refuse('u64Value', 1);
    return this.$memory.seg.u64[(this.$memory.base + 344) >>> 3]!;
  }

  override set u64Value(v: bigint) {
    if (this.$memory.access < 2) this.$refuse('u64Value', 2);
    if (typeof v !== 'bigint' || BigInt.asUintN(64, v) !== v) badValue('EchoTask.u64Value', 'u64', v);
    this.$memory.seg.u64[(this.$memory.base + 344) >>> 3] = v;
  }

  override get i8Value(): number {
    if (this.$memory.access < 1) this.$refuse('i8Value', 1);
    return this.$memory.seg.i8[this.$memory.base + 352]!;
  }

  override set i8Value(v: number) {
    if (this.$memory.access < 2) this.$refuse('i8Value', 2);
    if ((v << 24) >> 24 !== v) badValue('EchoTask.i8Value', 'i8', v);
    this.$memory.seg.i8[this.$memory.base + 352] = v;
  }

  override get i16Value(): number {
    if (this.$memory.access < 1) this.$refuse('i16Value', 1);
    return this.$memory.seg.i16[(this.$memory.base + 354) >>> 1]!;
  }

  override set i16Value(v: number) {
    if (this.$memory.access < 2) this.$refuse('i16Value', 2);
    if ((v << 16) >> 16 !== v) badValue('EchoTask.i16Value', 'i16', v);
    this.$memory.seg.i16[(this.$memory.base + 354) >>> 1] = v;
  }

  override get i32Value(): number {
    if (this.$memory.access < 1) this.$refuse('i32Value', 1);
    return this.$memory.seg.i32[this.$memory.word + 89]!;
  }

  override set i32Value(v: number) {
    if (this.$memory.access < 2) this.$refuse('i32Value', 2);
    if ((v | 0) !== v) badValue('EchoTask.i32Value', 'i32', v);
    this.$memory.seg.i32[this.$memory.word + 89] = v;
  }

  override get i64Value(): bigint {
    if (this.$memory.access < 1) this.$refuse('i64Value', 1);
    return this.$memory.seg.i64[(this.$memory.base + 360) >>> 3]!;
  }

  override set i64Value(v: bigint) {
    if (this.$memory.access < 2) this.$refuse('i64Value', 2);
    if (typeof v !== 'bigint' || BigInt.asIntN(64, v) !== v) badValue('EchoTask.i64Value', 'i64', v);
    this.$memory.seg.i64[(this.$memory.base + 360) >>> 3] = v;
  }

  override get f32Value(): number {
    if (this.$memory.access < 1) this.$refuse('f32Value', 1);
    return this.$memory.seg.f32[this.$memory.word + 92]!;
  }

  override set f32Value(v: number) {
    if (this.$memory.access < 2) this.$refuse('f32Value', 2);
    if (typeof v !== 'number') badValue('EchoTask.f32Value', 'f32', v);
    this.$memory.seg.f32[this.$memory.word + 92] = v;
  }

  override get f64Value(): number {
    if (this.$memory.access < 1) this.$refuse('f64Value', 1);
    return this.$memory.seg.f64[(this.$memory.base + 376) >>> 3]!;
  }

  override set f64Value(v: number) {
    if (this.$memory.access < 2) this.$refuse('f64Value', 2);
    if (typeof v !== 'number') badValue('EchoTask.f64Value', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 376) >>> 3] = v;
  }

  override get sizeValue(): number {
    if (this.$memory.access < 1) this.$refuse('sizeValue', 1);
    return readSize(this.$memory.seg, this.$memory.word + 96);
  }

  override set sizeValue(v: number) {
    if (this.$memory.access < 2) this.$refuse('sizeValue', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('EchoTask.sizeValue', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 96, v);
  }

  override get colorValue(): Color {
    if (this.$memory.access < 1) this.$refuse('colorValue', 1);
    return toColor(this.$memory.seg.u32[this.$memory.word + 98]!);
  }

  override set colorValue(v: Color) {
    if (this.$memory.access < 2) this.$refuse('colorValue', 2);
    if (v >>> 0 !== v || v > 2) badValue('EchoTask.colorValue', 'Color', v);
    this.$memory.seg.u32[this.$memory.word + 98] = v;
  }

  override get poolIdValue(): PoolId {
    if (this.$memory.access < 1) this.$refuse('poolIdValue', 1);
    return this.$memory.readPoolId(99);
  }

  override set poolIdValue(v: PoolId) {
    if (this.$memory.access < 2) this.$refuse('poolIdValue', 2);
    if (!(v instanceof PoolId)) badValue('EchoTask.poolIdValue', 'PoolId', v);
    this.$memory.writePoolId(99, v);
  }

  override get pointValue(): Point {
    if (this.$memory.access < 1) this.$refuse('pointValue', 1);
    return readPoint(this, 408);
  }

  override set pointValue(v: Point) {
    if (this.$memory.access < 2) this.$refuse('pointValue', 2);
    writePoint(this, 408, v, 'EchoTask.pointValue');
  }

  override get arrayValue(): readonly number[] {
    if (this.$memory.access < 1) this.$refuse('arrayValue', 1);
    return readU16Array3(this, 432);
  }

  override set arrayValue(v: readonly number[]) {
    if (this.$memory.access < 2) this.$refuse('arrayValue', 2);
    writeU16Array3(this, 432, v, 'EchoTask.arrayValue');
  }

  override get pointArrayValue(): readonly Point[] {
    if (this.$memory.access < 1) this.$refuse('pointArrayValue', 1);
    return readPointArray2(this, 440);
  }

  override set pointArrayValue(v: readonly Point[]) {
    if (this.$memory.access < 2) this.$refuse('pointArrayValue', 2);
    writePointArray2(this, 440, v, 'EchoTask.pointArrayValue');
  }

  override get stringValue(): string {
    if (this.$memory.access < 1) this.$refuse('stringValue', 1);
    return this.$memory.readString(122);
  }

  override set stringValue(v: string) {
    if (this.$memory.access < 2) this.$refuse('stringValue', 2);
    if (typeof v !== 'string') badValue('EchoTask.stringValue', 'string', v);
    this.$memory.writeString(122, v);
  }

  override get bytesValue(): Uint8Array {
    if (this.$memory.access < 1) this.$refuse('bytesValue', 1);
    return this.$memory.readBytes(124);
  }

  override set bytesValue(v: Uint8Array) {
    if (this.$memory.access < 2) this.$refuse('bytesValue', 2);
    if (!(v instanceof Uint8Array)) badValue('EchoTask.bytesValue', 'bytes', v);
    this.$memory.writeBytes(124, v);
  }

  override get vectorValue(): number[] {
    if (this.$memory.access < 1) this.$refuse('vectorValue', 1);
    if (this.$memory.seg.u32[this.$memory.word + 127] === 0) return [];
    return decodeU32Vector(this.$memory.openRegion(126));
  }

  override set vectorValue(v: readonly number[]) {
    if (this.$memory.access < 2) this.$refuse('vectorValue', 2);
    const bytes = boundU32Vector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeU32Vector(w, v, 'EchoTask.vectorValue');
    this.$memory.endRegion(126, w, bytes);
  }

  override get doublesValue(): number[] {
    if (this.$memory.access < 1) this.$refuse('doublesValue', 1);
    if (this.$memory.seg.u32[this.$memory.word + 129] === 0) return [];
    return decodeF64Vector(this.$memory.openRegion(128));
  }

  override set doublesValue(v: readonly number[]) {
    if (this.$memory.access < 2) this.$refuse('doublesValue', 2);
    const bytes = boundF64Vector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeF64Vector(w, v, 'EchoTask.doublesValue');
    this.$memory.endRegion(128, w, bytes);
  }

  override get stringsValue(): string[] {
    if (this.$memory.access < 1) this.$refuse('stringsValue', 1);
    if (this.$memory.seg.u32[this.$memory.word + 131] === 0) return [];
    return decodeStringVector(this.$memory.openRegion(130));
  }

  override set stringsValue(v: readonly string[]) {
    if (this.$memory.access < 2) this.$refuse('stringsValue', 2);
    const bytes = boundStringVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeStringVector(w, v, 'EchoTask.stringsValue');
    this.$memory.endRegion(130, w, bytes);
  }

  override get nestedValue(): bigint[][] {
    if (this.$memory.access < 1) this.$refuse('nestedValue', 1);
    if (this.$memory.seg.u32[this.$memory.word + 133] === 0) return [];
    return decodeU64VectorVector(this.$memory.openRegion(132));
  }

  override set nestedValue(v: readonly (readonly bigint[])[]) {
    if (this.$memory.access < 2) this.$refuse('nestedValue', 2);
    const bytes = boundU64VectorVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeU64VectorVector(w, v, 'EchoTask.nestedValue');
    this.$memory.endRegion(132, w, bytes);
  }

  override get mapValue(): Map<string, number> {
    if (this.$memory.access < 1) this.$refuse('mapValue', 1);
    if (this.$memory.seg.u32[this.$memory.word + 135] === 0) return new Map();
    return decodeStringToU32Map(this.$memory.openRegion(134));
  }

  override set mapValue(v: ReadonlyMap<string, number>) {
    if (this.$memory.access < 2) this.$refuse('mapValue', 2);
    const bytes = boundStringToU32Map(v);
    const w = this.$memory.beginRegion(bytes);
    encodeStringToU32Map(w, v, 'EchoTask.mapValue');
    this.$memory.endRegion(134, w, bytes);
  }

  override get shapesValue(): Map<bigint, Shape> {
    if (this.$memory.access < 1) this.$refuse('shapesValue', 1);
    if (this.$memory.seg.u32[this.$memory.word + 137] === 0) return new Map();
    return decodeU64ToShapeMap(this.$memory.openRegion(136));
  }

  override set shapesValue(v: ReadonlyMap<bigint, Shape>) {
    if (this.$memory.access < 2) this.$refuse('shapesValue', 2);
    const bytes = boundU64ToShapeMap(v);
    const w = this.$memory.beginRegion(bytes);
    encodeU64ToShapeMap(w, v, 'EchoTask.shapesValue');
    this.$memory.endRegion(136, w, bytes);
  }

  override get optionalValue(): number | undefined {
    if (this.$memory.access < 1) this.$refuse('optionalValue', 1);
    if (this.$memory.seg.u32[this.$memory.word + 139] === 0) return undefined;
    return decodeOptionalU32(this.$memory.openRegion(138));
  }

  override set optionalValue(v: number | undefined) {
    if (this.$memory.access < 2) this.$refuse('optionalValue', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 138] = 0;
      this.$memory.seg.u32[this.$memory.word + 139] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalU32(w, v, 'EchoTask.optionalValue');
    this.$memory.endRegion(138, w, 8);
  }

  override get shapeValue(): Shape {
    if (this.$memory.access < 1) this.$refuse('shapeValue', 1);
    if (this.$memory.seg.u32[this.$memory.word + 141] === 0) return emptyShape();
    return decodeShape(this.$memory.openRegion(140));
  }

  override set shapeValue(v: Shape) {
    if (this.$memory.access < 2) this.$refuse('shapeValue', 2);
    const bytes = boundShape(v);
    const w = this.$memory.beginRegion(bytes);
    encodeShape(w, v, 'EchoTask.shapeValue');
    this.$memory.endRegion(140, w, bytes);
  }

  /** A reference: the bytes stay where they are, and the copy refers to the same ones. */
  override get bufferValue(): BufferRef {
    if (this.$memory.access < 1) this.$refuse('bufferValue', 1);
    return this.$memory.readBuffer(142);
  }

  override set bufferValue(v: BufferRef) {
    if (this.$memory.access < 2) this.$refuse('bufferValue', 2);
    if (typeof v !== 'object' || v === null) badValue('EchoTask.bufferValue', 'BufferRef', v);
    this.$memory.writeBuffer(142, v);
  }

  override get boolCopy(): boolean {
    if (this.$memory.access < 2) this.$refuse('boolCopy', 2);
    return this.$memory.seg.u8[this.$memory.base + 88]! !== 0;
  }

  override set boolCopy(v: boolean) {
    if (this.$memory.access < 2) this.$refuse('boolCopy', 2);
    if (typeof v !== 'boolean') badValue('EchoTask.boolCopy', 'bool', v);
    this.$memory.seg.u8[this.$memory.base + 88] = v ? 1 : 0;
  }

  override get u8Copy(): number {
    if (this.$memory.access < 2) this.$refuse('u8Copy', 2);
    return this.$memory.seg.u8[this.$memory.base + 89]!;
  }

  override set u8Copy(v: number) {
    if (this.$memory.access < 2) this.$refuse('u8Copy', 2);
    if ((v & 0xff) !== v) badValue('EchoTask.u8Copy', 'u8', v);
    this.$memory.seg.u8[this.$memory.base + 89] = v;
  }

  override get u16Copy(): number {
    if (this.$memory.access < 2) this.$refuse('u16Copy', 2);
    return this.$memory.seg.u16[(this.$memory.base + 90) >>> 1]!;
  }

  override set u16Copy(v: number) {
    if (this.$memory.access < 2) this.$refuse('u16Copy', 2);
    if ((v & 0xffff) !== v) badValue('EchoTask.u16Copy', 'u16', v);
    this.$memory.seg.u16[(this.$memory.base + 90) >>> 1] = v;
  }

  override get u32Copy(): number {
    if (this.$memory.access < 2) this.$refuse('u32Copy', 2);
    return this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  override set u32Copy(v: number) {
    if (this.$memory.access < 2) this.$refuse('u32Copy', 2);
    if (v >>> 0 !== v) badValue('EchoTask.u32Copy', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 23] = v;
  }

  override get u64Copy(): bigint {
    if (this.$memory.access < 2) this.$refuse('u64Copy', 2);
    return this.$memory.seg.u64[(this.$memory.base + 96) >>> 3]!;
  }

  override set u64Copy(v: bigint) {
    if (this.$memory.access < 2) this.$refuse('u64Copy', 2);
    if (typeof v !== 'bigint' || BigInt.asUintN(64, v) !== v) badValue('EchoTask.u64Copy', 'u64', v);
    this.$memory.seg.u64[(this.$memory.base + 96) >>> 3] = v;
  }

  override get i8Copy(): number {
    if (this.$memory.access < 2) this.$refuse('i8Copy', 2);
    return this.$memory.seg.i8[this.$memory.base + 104]!;
  }

  override set i8Copy(v: number) {
    if (this.$memory.access < 2) this.$refuse('i8Copy', 2);
    if ((v << 24) >> 24 !== v) badValue('EchoTask.i8Copy', 'i8', v);
    this.$memory.seg.i8[this.$memory.base + 104] = v;
  }

  override get i16Copy(): number {
    if (this.$memory.access < 2) this.$refuse('i16Copy', 2);
    return this.$memory.seg.i16[(this.$memory.base + 106) >>> 1]!;
  }

  override set i16Copy(v: number) {
    if (this.$memory.access < 2) this.$refuse('i16Copy', 2);
    if ((v << 16) >> 16 !== v) badValue('EchoTask.i16Copy', 'i16', v);
    this.$memory.seg.i16[(this.$memory.base + 106) >>> 1] = v;
  }

  override get i32Copy(): number {
    if (this.$memory.access < 2) this.$refuse('i32Copy', 2);
    return this.$memory.seg.i32[this.$memory.word + 27]!;
  }

  override set i32Copy(v: number) {
    if (this.$memory.access < 2) this.$refuse('i32Copy', 2);
    if ((v | 0) !== v) badValue('EchoTask.i32Copy', 'i32', v);
    this.$memory.seg.i32[this.$memory.word + 27] = v;
  }

  override get i64Copy(): bigint {
    if (this.$memory.access < 2) this.$refuse('i64Copy', 2);
    return this.$memory.seg.i64[(this.$memory.base + 112) >>> 3]!;
  }

  override set i64Copy(v: bigint) {
    if (this.$memory.access < 2) this.$refuse('i64Copy', 2);
    if (typeof v !== 'bigint' || BigInt.asIntN(64, v) !== v) badValue('EchoTask.i64Copy', 'i64', v);
    this.$memory.seg.i64[(this.$memory.base + 112) >>> 3] = v;
  }

  override get f32Copy(): number {
    if (this.$memory.access < 2) this.$refuse('f32Copy', 2);
    return this.$memory.seg.f32[this.$memory.word + 30]!;
  }

  override set f32Copy(v: number) {
    if (this.$memory.access < 2) this.$refuse('f32Copy', 2);
    if (typeof v !== 'number') badValue('EchoTask.f32Copy', 'f32', v);
    this.$memory.seg.f32[this.$memory.word + 30] = v;
  }

  override get f64Copy(): number {
    if (this.$memory.access < 2) this.$refuse('f64Copy', 2);
    return this.$memory.seg.f64[(this.$memory.base + 128) >>> 3]!;
  }

  override set f64Copy(v: number) {
    if (this.$memory.access < 2) this.$refuse('f64Copy', 2);
    if (typeof v !== 'number') badValue('EchoTask.f64Copy', 'f64', v);
    this.$memory.seg.f64[(this.$memory.base + 128) >>> 3] = v;
  }

  override get sizeCopy(): number {
    if (this.$memory.access < 2) this.$refuse('sizeCopy', 2);
    return readSize(this.$memory.seg, this.$memory.word + 34);
  }

  override set sizeCopy(v: number) {
    if (this.$memory.access < 2) this.$refuse('sizeCopy', 2);
    if (!Number.isSafeInteger(v) || v < 0) badValue('EchoTask.sizeCopy', 'size', v);
    writeSize(this.$memory.seg, this.$memory.word + 34, v);
  }

  override get colorCopy(): Color {
    if (this.$memory.access < 2) this.$refuse('colorCopy', 2);
    return toColor(this.$memory.seg.u32[this.$memory.word + 36]!);
  }

  override set colorCopy(v: Color) {
    if (this.$memory.access < 2) this.$refuse('colorCopy', 2);
    if (v >>> 0 !== v || v > 2) badValue('EchoTask.colorCopy', 'Color', v);
    this.$memory.seg.u32[this.$memory.word + 36] = v;
  }

  override get poolIdCopy(): PoolId {
    if (this.$memory.access < 2) this.$refuse('poolIdCopy', 2);
    return this.$memory.readPoolId(37);
  }

  override set poolIdCopy(v: PoolId) {
    if (this.$memory.access < 2) this.$refuse('poolIdCopy', 2);
    if (!(v instanceof PoolId)) badValue('EchoTask.poolIdCopy', 'PoolId', v);
    this.$memory.writePoolId(37, v);
  }

  override get pointCopy(): Point {
    if (this.$memory.access < 2) this.$refuse('pointCopy', 2);
    return readPoint(this, 160);
  }

  override set pointCopy(v: Point) {
    if (this.$memory.access < 2) this.$refuse('pointCopy', 2);
    writePoint(this, 160, v, 'EchoTask.pointCopy');
  }

  override get arrayCopy(): readonly number[] {
    if (this.$memory.access < 2) this.$refuse('arrayCopy', 2);
    return readU16Array3(this, 184);
  }

  override set arrayCopy(v: readonly number[]) {
    if (this.$memory.access < 2) this.$refuse('arrayCopy', 2);
    writeU16Array3(this, 184, v, 'EchoTask.arrayCopy');
  }

  override get pointArrayCopy(): readonly Point[] {
    if (this.$memory.access < 2) this.$refuse('pointArrayCopy', 2);
    return readPointArray2(this, 192);
  }

  override set pointArrayCopy(v: readonly Point[]) {
    if (this.$memory.access < 2) this.$refuse('pointArrayCopy', 2);
    writePointArray2(this, 192, v, 'EchoTask.pointArrayCopy');
  }

  override get stringCopy(): string {
    if (this.$memory.access < 2) this.$refuse('stringCopy', 2);
    return this.$memory.readString(60);
  }

  override set stringCopy(v: string) {
    if (this.$memory.access < 2) this.$refuse('stringCopy', 2);
    if (typeof v !== 'string') badValue('EchoTask.stringCopy', 'string', v);
    this.$memory.writeString(60, v);
  }

  override get bytesCopy(): Uint8Array {
    if (this.$memory.access < 2) this.$refuse('bytesCopy', 2);
    return this.$memory.readBytes(62);
  }

  override set bytesCopy(v: Uint8Array) {
    if (this.$memory.access < 2) this.$refuse('bytesCopy', 2);
    if (!(v instanceof Uint8Array)) badValue('EchoTask.bytesCopy', 'bytes', v);
    this.$memory.writeBytes(62, v);
  }

  override get vectorCopy(): number[] {
    if (this.$memory.access < 2) this.$refuse('vectorCopy', 2);
    if (this.$memory.seg.u32[this.$memory.word + 65] === 0) return [];
    return decodeU32Vector(this.$memory.openRegion(64));
  }

  override set vectorCopy(v: readonly number[]) {
    if (this.$memory.access < 2) this.$refuse('vectorCopy', 2);
    const bytes = boundU32Vector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeU32Vector(w, v, 'EchoTask.vectorCopy');
    this.$memory.endRegion(64, w, bytes);
  }

  override get doublesCopy(): number[] {
    if (this.$memory.access < 2) this.$refuse('doublesCopy', 2);
    if (this.$memory.seg.u32[this.$memory.word + 67] === 0) return [];
    return decodeF64Vector(this.$memory.openRegion(66));
  }

  override set doublesCopy(v: readonly number[]) {
    if (this.$memory.access < 2) this.$refuse('doublesCopy', 2);
    const bytes = boundF64Vector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeF64Vector(w, v, 'EchoTask.doublesCopy');
    this.$memory.endRegion(66, w, bytes);
  }

  override get stringsCopy(): string[] {
    if (this.$memory.access < 2) this.$refuse('stringsCopy', 2);
    if (this.$memory.seg.u32[this.$memory.word + 69] === 0) return [];
    return decodeStringVector(this.$memory.openRegion(68));
  }

  override set stringsCopy(v: readonly string[]) {
    if (this.$memory.access < 2) this.$refuse('stringsCopy', 2);
    const bytes = boundStringVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeStringVector(w, v, 'EchoTask.stringsCopy');
    this.$memory.endRegion(68, w, bytes);
  }

  override get nestedCopy(): bigint[][] {
    if (this.$memory.access < 2) this.$refuse('nestedCopy', 2);
    if (this.$memory.seg.u32[this.$memory.word + 71] === 0) return [];
    return decodeU64VectorVector(this.$memory.openRegion(70));
  }

  override set nestedCopy(v: readonly (readonly bigint[])[]) {
    if (this.$memory.access < 2) this.$refuse('nestedCopy', 2);
    const bytes = boundU64VectorVector(v);
    const w = this.$memory.beginRegion(bytes);
    encodeU64VectorVector(w, v, 'EchoTask.nestedCopy');
    this.$memory.endRegion(70, w, bytes);
  }

  override get mapCopy(): Map<string, number> {
    if (this.$memory.access < 2) this.$refuse('mapCopy', 2);
    if (this.$memory.seg.u32[this.$memory.word + 73] === 0) return new Map();
    return decodeStringToU32Map(this.$memory.openRegion(72));
  }

  override set mapCopy(v: ReadonlyMap<string, number>) {
    if (this.$memory.access < 2) this.$refuse('mapCopy', 2);
    const bytes = boundStringToU32Map(v);
    const w = this.$memory.beginRegion(bytes);
    encodeStringToU32Map(w, v, 'EchoTask.mapCopy');
    this.$memory.endRegion(72, w, bytes);
  }

  override get shapesCopy(): Map<bigint, Shape> {
    if (this.$memory.access < 2) this.$refuse('shapesCopy', 2);
    if (this.$memory.seg.u32[this.$memory.word + 75] === 0) return new Map();
    return decodeU64ToShapeMap(this.$memory.openRegion(74));
  }

  override set shapesCopy(v: ReadonlyMap<bigint, Shape>) {
    if (this.$memory.access < 2) this.$refuse('shapesCopy', 2);
    const bytes = boundU64ToShapeMap(v);
    const w = this.$memory.beginRegion(bytes);
    encodeU64ToShapeMap(w, v, 'EchoTask.shapesCopy');
    this.$memory.endRegion(74, w, bytes);
  }

  override get optionalCopy(): number | undefined {
    if (this.$memory.access < 2) this.$refuse('optionalCopy', 2);
    if (this.$memory.seg.u32[this.$memory.word + 77] === 0) return undefined;
    return decodeOptionalU32(this.$memory.openRegion(76));
  }

  override set optionalCopy(v: number | undefined) {
    if (this.$memory.access < 2) this.$refuse('optionalCopy', 2);
    if (v === undefined) {
      this.$memory.seg.u32[this.$memory.word + 76] = 0;
      this.$memory.seg.u32[this.$memory.word + 77] = 0;
      return;
    }
    const w = this.$memory.beginRegion(8);
    encodeOptionalU32(w, v, 'EchoTask.optionalCopy');
    this.$memory.endRegion(76, w, 8);
  }

  override get shapeCopy(): Shape {
    if (this.$memory.access < 2) this.$refuse('shapeCopy', 2);
    if (this.$memory.seg.u32[this.$memory.word + 79] === 0) return emptyShape();
    return decodeShape(this.$memory.openRegion(78));
  }

  override set shapeCopy(v: Shape) {
    if (this.$memory.access < 2) this.$refuse('shapeCopy', 2);
    const bytes = boundShape(v);
    const w = this.$memory.beginRegion(bytes);
    encodeShape(w, v, 'EchoTask.shapeCopy');
    this.$memory.endRegion(78, w, bytes);
  }

  override get bufferCopy(): BufferRef {
    if (this.$memory.access < 2) this.$refuse('bufferCopy', 2);
    return this.$memory.readBuffer(80);
  }

  override set bufferCopy(v: BufferRef) {
    if (this.$memory.access < 2) this.$refuse('bufferCopy', 2);
    if (typeof v !== 'object' || v === null) badValue('EchoTask.bufferCopy', 'BufferRef', v);
    this.$memory.writeBuffer(80, v);
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<EchoResult>[] {
    return super.replicas as readonly Replica<EchoResult>[];
  }

  saveIn(w: Writer): void {
    const at = w.words(4, 17);
    const on = (at + 5) & ~1;
    const to = w.views.u32;
    to[at] = this.$memory.seg.u8[this.$memory.base + 336]! !== 0 ? 1 : 0;
    to[at + 1] = this.$memory.seg.u8[this.$memory.base + 337]!;
    to[at + 2] = this.$memory.seg.u16[(this.$memory.base + 338) >>> 1]!;
    to[at + 3] = this.$memory.seg.u32[this.$memory.word + 85]!;
    to[on] = this.$memory.seg.u32[this.$memory.word + 86]!;
    to[on + 1] = this.$memory.seg.u32[this.$memory.word + 87]!;
    to[on + 2] = this.$memory.seg.i8[this.$memory.base + 352]!;
    to[on + 3] = this.$memory.seg.i16[(this.$memory.base + 354) >>> 1]!;
    to[on + 4] = this.$memory.seg.u32[this.$memory.word + 89]!;
    to[on + 6] = this.$memory.seg.u32[this.$memory.word + 90]!;
    to[on + 7] = this.$memory.seg.u32[this.$memory.word + 91]!;
    to[on + 8] = this.$memory.seg.u32[this.$memory.word + 92]!;
    to[on + 10] = this.$memory.seg.u32[this.$memory.word + 94]!;
    to[on + 11] = this.$memory.seg.u32[this.$memory.word + 95]!;
    to[on + 12] = this.$memory.seg.u32[this.$memory.word + 96]!;
    to[on + 13] = this.$memory.seg.u32[this.$memory.word + 97]!;
    to[on + 14] = this.$memory.seg.u32[this.$memory.word + 98]!;
    to[on + 15] = this.$memory.seg.u32[this.$memory.word + 99]!;
    to[on + 16] = this.$memory.seg.u32[this.$memory.word + 100]!;
    to[on + 5] = 0;
    to[on + 9] = 0;
    encodePoint(w, readPoint(this, 408), 'EchoTask.pointValue');
    encodeU16Array3(w, readU16Array3(this, 432), 'EchoTask.arrayValue');
    encodePointArray2(w, readPointArray2(this, 440), 'EchoTask.pointArrayValue');
    this.$memory.saveRegion(122, w);
    this.$memory.saveRegion(124, w);
    this.$memory.saveRegion(126, w);
    this.$memory.saveRegion(128, w);
    this.$memory.saveRegion(130, w);
    this.$memory.saveRegion(132, w);
    this.$memory.saveRegion(134, w);
    this.$memory.saveRegion(136, w);
    this.$memory.saveRegion(138, w);
    this.$memory.saveRegion(140, w);
    w.buffer(this.$memory.readBuffer(142));
  }

  loadIn(r: Reader): void {
    const at = r.words(4, 17);
    const on = (at + 5) & ~1;
    const from = r.views.u32;
    this.$memory.seg.u8[this.$memory.base + 336] = from[at]! !== 0 ? 1 : 0;
    this.$memory.seg.u8[this.$memory.base + 337] = from[at + 1]!;
    this.$memory.seg.u16[(this.$memory.base + 338) >>> 1] = from[at + 2]!;
    this.$memory.seg.u32[this.$memory.word + 85] = from[at + 3]!;
    this.$memory.seg.u32[this.$memory.word + 86] = from[on]!;
    this.$memory.seg.u32[this.$memory.word + 87] = from[on + 1]!;
    this.$memory.seg.i8[this.$memory.base + 352] = from[on + 2]!;
    this.$memory.seg.i16[(this.$memory.base + 354) >>> 1] = from[on + 3]!;
    this.$memory.seg.u32[this.$memory.word + 89] = from[on + 4]!;
    this.$memory.seg.u32[this.$memory.word + 90] = from[on + 6]!;
    this.$memory.seg.u32[this.$memory.word + 91] = from[on + 7]!;
    this.$memory.seg.u32[this.$memory.word + 92] = from[on + 8]!;
    this.$memory.seg.u32[this.$memory.word + 94] = from[on + 10]!;
    this.$memory.seg.u32[this.$memory.word + 95] = from[on + 11]!;
    this.$memory.seg.u32[this.$memory.word + 96] = from[on + 12]!;
    this.$memory.seg.u32[this.$memory.word + 97] = from[on + 13]!;
    this.$memory.seg.u32[this.$memory.word + 98] = toColor(from[on + 14]!);
    this.$memory.seg.u32[this.$memory.word + 99] = from[on + 15]!;
    this.$memory.seg.u32[this.$memory.word + 100] = from[on + 16]!;
    writePoint(this, 408, decodePoint(r), 'EchoTask.pointValue');
    writeU16Array3(this, 432, decodeU16Array3(r), 'EchoTask.arrayValue');
    writePointArray2(this, 440, decodePointArray2(r), 'EchoTask.pointArrayValue');
    this.$memory.loadRegion(122, r);
    this.$memory.loadRegion(124, r);
    this.$memory.loadRegion(126, r);
    this.$memory.loadRegion(128, r);
    this.$memory.loadRegion(130, r);
    this.$memory.loadRegion(132, r);
    this.$memory.loadRegion(134, r);
    this.$memory.loadRegion(136, r);
    this.$memory.loadRegion(138, r);
    this.$memory.loadRegion(140, r);
    this.$memory.loadBuffer(142, r);
  }

  saveOut(w: Writer): void {
    const at = w.words(4, 17);
    const on = (at + 5) & ~1;
    const to = w.views.u32;
    to[at] = this.$memory.seg.u8[this.$memory.base + 88]! !== 0 ? 1 : 0;
    to[at + 1] = this.$memory.seg.u8[this.$memory.base + 89]!;
    to[at + 2] = this.$memory.seg.u16[(this.$memory.base + 90) >>> 1]!;
    to[at + 3] = this.$memory.seg.u32[this.$memory.word + 23]!;
    to[on] = this.$memory.seg.u32[this.$memory.word + 24]!;
    to[on + 1] = this.$memory.seg.u32[this.$memory.word + 25]!;
    to[on + 2] = this.$memory.seg.i8[this.$memory.base + 104]!;
    to[on + 3] = this.$memory.seg.i16[(this.$memory.base + 106) >>> 1]!;
    to[on + 4] = this.$memory.seg.u32[this.$memory.word + 27]!;
    to[on + 6] = this.$memory.seg.u32[this.$memory.word + 28]!;
    to[on + 7] = this.$memory.seg.u32[this.$memory.word + 29]!;
    to[on + 8] = this.$memory.seg.u32[this.$memory.word + 30]!;
    to[on + 10] = this.$memory.seg.u32[this.$memory.word + 32]!;
    to[on + 11] = this.$memory.seg.u32[this.$memory.word + 33]!;
    to[on + 12] = this.$memory.seg.u32[this.$memory.word + 34]!;
    to[on + 13] = this.$memory.seg.u32[this.$memory.word + 35]!;
    to[on + 14] = this.$memory.seg.u32[this.$memory.word + 36]!;
    to[on + 15] = this.$memory.seg.u32[this.$memory.word + 37]!;
    to[on + 16] = this.$memory.seg.u32[this.$memory.word + 38]!;
    to[on + 5] = 0;
    to[on + 9] = 0;
    encodePoint(w, readPoint(this, 160), 'EchoTask.pointCopy');
    encodeU16Array3(w, readU16Array3(this, 184), 'EchoTask.arrayCopy');
    encodePointArray2(w, readPointArray2(this, 192), 'EchoTask.pointArrayCopy');
    this.$memory.saveRegion(60, w);
    this.$memory.saveRegion(62, w);
    this.$memory.saveRegion(64, w);
    this.$memory.saveRegion(66, w);
    this.$memory.saveRegion(68, w);
    this.$memory.saveRegion(70, w);
    this.$memory.saveRegion(72, w);
    this.$memory.saveRegion(74, w);
    this.$memory.saveRegion(76, w);
    this.$memory.saveRegion(78, w);
    w.buffer(this.$memory.readBuffer(80));
  }

  loadOut(r: Reader): void {
    const at = r.words(4, 17);
    const on = (at + 5) & ~1;
    const from = r.views.u32;
    this.$memory.seg.u8[this.$memory.base + 88] = from[at]! !== 0 ? 1 : 0;
    this.$memory.seg.u8[this.$memory.base + 89] = from[at + 1]!;
    this.$memory.seg.u16[(this.$memory.base + 90) >>> 1] = from[at + 2]!;
    this.$memory.seg.u32[this.$memory.word + 23] = from[at + 3]!;
    this.$memory.seg.u32[this.$memory.word + 24] = from[on]!;
    this.$memory.seg.u32[this.$memory.word + 25] = from[on + 1]!;
    this.$memory.seg.i8[this.$memory.base + 104] = from[on + 2]!;
    this.$memory.seg.i16[(this.$memory.base + 106) >>> 1] = from[on + 3]!;
    this.$memory.seg.u32[this.$memory.word + 27] = from[on + 4]!;
    this.$memory.seg.u32[this.$memory.word + 28] = from[on + 6]!;
    this.$memory.seg.u32[this.$memory.word + 29] = from[on + 7]!;
    this.$memory.seg.u32[this.$memory.word + 30] = from[on + 8]!;
    this.$memory.seg.u32[this.$memory.word + 32] = from[on + 10]!;
    this.$memory.seg.u32[this.$memory.word + 33] = from[on + 11]!;
    this.$memory.seg.u32[this.$memory.word + 34] = from[on + 12]!;
    this.$memory.seg.u32[this.$memory.word + 35] = from[on + 13]!;
    this.$memory.seg.u32[this.$memory.word + 36] = toColor(from[on + 14]!);
    this.$memory.seg.u32[this.$memory.word + 37] = from[on + 15]!;
    this.$memory.seg.u32[this.$memory.word + 38] = from[on + 16]!;
    writePoint(this, 160, decodePoint(r), 'EchoTask.pointCopy');
    writeU16Array3(this, 184, decodeU16Array3(r), 'EchoTask.arrayCopy');
    writePointArray2(this, 192, decodePointArray2(r), 'EchoTask.pointArrayCopy');
    this.$memory.loadRegion(60, r);
    this.$memory.loadRegion(62, r);
    this.$memory.loadRegion(64, r);
    this.$memory.loadRegion(66, r);
    this.$memory.loadRegion(68, r);
    this.$memory.loadRegion(70, r);
    this.$memory.loadRegion(72, r);
    this.$memory.loadRegion(74, r);
    this.$memory.loadRegion(76, r);
    this.$memory.loadRegion(78, r);
    this.$memory.loadBuffer(80, r);
  }

  /** Copies the fields; with `ipc` also what buffers refer to. */
  copyTo(copy: EchoTaskView, ipc?: Ipc): EchoTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 240);
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 320, this.$memory.base + 320, this.$memory.base + 488);
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 568, this.$memory.base + 568, this.$memory.base + 584);
    copy.$memory.writeBytes(122, this.$memory.readBytes(122));
    copy.$memory.writeBytes(124, this.$memory.readBytes(124));
    copy.$memory.writeBytes(126, this.$memory.readBytes(126));
    copy.$memory.writeBytes(128, this.$memory.readBytes(128));
    copy.$memory.writeBytes(130, this.$memory.readBytes(130));
    copy.$memory.writeBytes(132, this.$memory.readBytes(132));
    copy.$memory.writeBytes(134, this.$memory.readBytes(134));
    copy.$memory.writeBytes(136, this.$memory.readBytes(136));
    copy.$memory.writeBytes(138, this.$memory.readBytes(138));
    copy.$memory.writeBytes(140, this.$memory.readBytes(140));
    if (ipc !== undefined) copy.$memory.writeBuffer(142, ipc.copyBuffer(this.$memory.readBuffer(142)));
    copy.$memory.writeBytes(60, this.$memory.readBytes(60));
    copy.$memory.writeBytes(62, this.$memory.readBytes(62));
    copy.$memory.writeBytes(64, this.$memory.readBytes(64));
    copy.$memory.writeBytes(66, this.$memory.readBytes(66));
    copy.$memory.writeBytes(68, this.$memory.readBytes(68));
    copy.$memory.writeBytes(70, this.$memory.readBytes(70));
    copy.$memory.writeBytes(72, this.$memory.readBytes(72));
    copy.$memory.writeBytes(74, this.$memory.readBytes(74));
    copy.$memory.writeBytes(76, this.$memory.readBytes(76));
    copy.$memory.writeBytes(78, this.$memory.readBytes(78));
    if (ipc !== undefined) copy.$memory.writeBuffer(80, ipc.copyBuffer(this.$memory.readBuffer(80)));
    return copy;
  }
}

/** How kEcho is sent and answered. */
export const echoTaskType = defineTaskType({
  module: 'chimaera_MOD_NAME',
  version: '1.0.0',
  name: 'kEcho',
  method: 13,
  layoutHash: 0x2efe1444,
  fixedBytes: 584,
  View: EchoTaskView,
  inputs: [
    'boolValue',
    'u8Value',
    'u16Value',
    'u32Value',
    'u64Value',
    'i8Value',
    'i16Value',
    'i32Value',
    'i64Value',
    'f32Value',
    'f64Value',
    'sizeValue',
    'colorValue',
    'poolIdValue',
    'pointValue',
    'arrayValue',
    'pointArrayValue',
    'stringValue',
    'bytesValue',
    'vectorValue',
    'doublesValue',
    'stringsValue',
    'nestedValue',
    'mapValue',
    'shapesValue',
    'optionalValue',
    'shapeValue',
    'bufferValue',
  ],
  heapBytes(input: EchoInput): number {
    let bytes = 10 * OUTPUT_RESERVE_BYTES + 72;
    bytes += stringBound(input.stringValue);
    bytes += bytesBound(input.bytesValue);
    bytes += boundU32Vector(input.vectorValue);
    bytes += boundF64Vector(input.doublesValue);
    bytes += boundStringVector(input.stringsValue);
    bytes += boundU64VectorVector(input.nestedValue);
    bytes += boundStringToU32Map(input.mapValue);
    bytes += boundU64ToShapeMap(input.shapesValue);
    bytes += boundShape(input.shapeValue);
    return bytes;
  },
  fill(task: EchoTaskView, input: EchoInput): void {
    const memory = task.$memory;
    const { seg, word, base } = memory;
    if (typeof input.boolValue !== 'boolean') badValue('EchoTask.boolValue', 'bool', input.boolValue);
    seg.u8[base + 336] = input.boolValue ? 1 : 0;
    if ((input.u8Value & 0xff) !== input.u8Value) badValue('EchoTask.u8Value', 'u8', input.u8Value);
    seg.u8[base + 337] = input.u8Value;
    if ((input.u16Value & 0xffff) !== input.u16Value) badValue('EchoTask.u16Value', 'u16', input.u16Value);
    seg.u16[(base + 338) >>> 1] = input.u16Value;
    if (input.u32Value >>> 0 !== input.u32Value) badValue('EchoTask.u32Value', 'u32', input.u32Value);
    seg.u32[word + 85] = input.u32Value;
    if (typeof input.u64Value !== 'bigint' || BigInt.asUintN(64, input.u64Value) !== input.u64Value)
      badValue('EchoTask.u64Value', 'u64', input.u64Value);
    seg.u64[(base + 344) >>> 3] = input.u64Value;
    if ((input.i8Value << 24) >> 24 !== input.i8Value) badValue('EchoTask.i8Value', 'i8', input.i8Value);
    seg.i8[base + 352] = input.i8Value;
    if ((input.i16Value << 16) >> 16 !== input.i16Value) badValue('EchoTask.i16Value', 'i16', input.i16Value);
    seg.i16[(base + 354) >>> 1] = input.i16Value;
    if ((input.i32Value | 0) !== input.i32Value) badValue('EchoTask.i32Value', 'i32', input.i32Value);
    seg.i32[word + 89] = input.i32Value;
    if (typeof input.i64Value !== 'bigint' || BigInt.asIntN(64, input.i64Value) !== input.i64Value)
      badValue('EchoTask.i64Value', 'i64', input.i64Value);
    seg.i64[(base + 360) >>> 3] = input.i64Value;
    if (typeof input.f32Value !== 'number') badValue('EchoTask.f32Value', 'f32', input.f32Value);
    seg.f32[word + 92] = input.f32Value;
    if (typeof input.f64Value !== 'number') badValue('EchoTask.f64Value', 'f64', input.f64Value);
    seg.f64[(base + 376) >>> 3] = input.f64Value;
    if (!Number.isSafeInteger(input.sizeValue) || input.sizeValue < 0)
      badValue('EchoTask.sizeValue', 'size', input.sizeValue);
    writeSize(seg, word + 96, input.sizeValue);
    if (input.colorValue >>> 0 !== input.colorValue || input.colorValue > 2)
      badValue('EchoTask.colorValue', 'Color', input.colorValue);
    seg.u32[word + 98] = input.colorValue;
    task.poolIdValue = input.poolIdValue;
    task.pointValue = input.pointValue;
    task.arrayValue = input.arrayValue;
    task.pointArrayValue = input.pointArrayValue;
    if (typeof input.stringValue !== 'string') badValue('EchoTask.stringValue', 'string', input.stringValue);
    memory.fillString(122, input.stringValue);
    task.bytesValue = input.bytesValue;
    task.vectorValue = input.vectorValue;
    task.doublesValue = input.doublesValue;
    task.stringsValue = input.stringsValue;
    task.nestedValue = input.nestedValue;
    task.mapValue = input.mapValue;
    task.shapesValue = input.shapesValue;
    task.optionalValue = input.optionalValue;
    task.shapeValue = input.shapeValue;
    task.bufferValue = input.bufferValue;
  },
  result(task: EchoTaskView, returnCode: number): EchoResult {
    return {
      boolCopy: task.boolCopy,
      u8Copy: task.u8Copy,
      u16Copy: task.u16Copy,
      u32Copy: task.u32Copy,
      u64Copy: task.u64Copy,
      i8Copy: task.i8Copy,
      i16Copy: task.i16Copy,
      i32Copy: task.i32Copy,
      i64Copy: task.i64Copy,
      f32Copy: task.f32Copy,
      f64Copy: task.f64Copy,
      sizeCopy: task.sizeCopy,
      colorCopy: task.colorCopy,
      poolIdCopy: task.poolIdCopy,
      pointCopy: task.pointCopy,
      arrayCopy: task.arrayCopy,
      pointArrayCopy: task.pointArrayCopy,
      stringCopy: task.stringCopy,
      bytesCopy: task.$memory.copyBytes(62),
      vectorCopy: task.vectorCopy,
      doublesCopy: task.doublesCopy,
      stringsCopy: task.stringsCopy,
      nestedCopy: task.nestedCopy,
      mapCopy: task.mapCopy,
      shapesCopy: task.shapesCopy,
      optionalCopy: task.optionalCopy,
      shapeCopy: task.shapeCopy,
      bufferCopy: task.bufferCopy,
      returnCode,
    };
  },
});

/** Inputs of coMutexTest. */
export interface CoMutexTestInput {
  testId: number;
  holdMs: number;
}

/** What coMutexTest gives back, copied out of shared memory. */
export interface CoMutexTestResult {
  /**
   * How many tasks held the mutex once this one had it: 1, or more where they share a task node.
   */
  holders: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<CoMutexTestResult>[];
}

/**
 * Holds the mutex of its container for a while.
 *
 * Where kCoMutexTest (20) lies in its block:
 *
 * ```text
 *       +---------+-----+----+-----+
 *     0 | header  |     | 88 |     |
 *    88 | holders | u32 |  4 | Out |
 *    92 | testId  | u32 |  4 | In  |
 *    96 | holdMs  | u32 |  4 | In  |
 *       +---------+-----+----+-----+
 *   104 | heap
 * ```
 */
export class CoMutexTestTaskView extends CoMutexTestTask {
  override get testId(): number {
    if (this.$memory.access < 1) this.$refuse('testId', 1);
    return this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  override set testId(v: number) {
    if (this.$memory.access < 2) this.$refuse('testId', 2);
    if (v >>> 0 !== v) badValue('CoMutexTestTask.testId', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 23] = v;
  }

  override get holdMs(): number {
    if (this.$memory.access < 1) this.$refuse('holdMs', 1);
    return this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  override set holdMs(v: number) {
    if (this.$memory.access < 2) this.$refuse('holdMs', 2);
    if (v >>> 0 !== v) badValue('CoMutexTestTask.holdMs', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 24] = v;
  }

  /**
   * How many tasks held the mutex once this one had it: 1, or more where they share a task node.
   */
  override get holders(): number {
    if (this.$memory.access < 2) this.$refuse('holders', 2);
    return this.$memory.seg.u32[this.$memory.word + 22]!;
  }

  override set holders(v: number) {
    if (this.$memory.access < 2) this.$refuse('holders', 2);
    if (v >>> 0 !== v) badValue('CoMutexTestTask.holders', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 22] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<CoMutexTestResult>[] {
    return super.replicas as readonly Replica<CoMutexTestResult>[];
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
  copyTo(copy: CoMutexTestTaskView): CoMutexTestTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 100);
    return copy;
  }
}

/** How kCoMutexTest is sent and answered. */
export const coMutexTestTaskType = defineTaskType({
  module: 'chimaera_MOD_NAME',
  version: '1.0.0',
  name: 'kCoMutexTest',
  method: 20,
  layoutHash: 0x623e04a4,
  fixedBytes: 104,
  View: CoMutexTestTaskView,
  inputs: ['testId', 'holdMs'],
  heapBytes(_input: CoMutexTestInput): number {
    return 0;
  },
  fill(task: CoMutexTestTaskView, input: CoMutexTestInput): void {
    const { seg, word } = task.$memory;
    if (input.testId >>> 0 !== input.testId) badValue('CoMutexTestTask.testId', 'u32', input.testId);
    seg.u32[word + 23] = input.testId;
    if (input.holdMs >>> 0 !== input.holdMs) badValue('CoMutexTestTask.holdMs', 'u32', input.holdMs);
    seg.u32[word + 24] = input.holdMs;
  },
  result(task: CoMutexTestTaskView, returnCode: number): CoMutexTestResult {
    return { holders: task.holders, returnCode };
  },
});

/** Inputs of coRwLockTest. */
export interface CoRwLockTestInput {
  testId: number;
  isWriter: boolean;
  holdMs: number;
}

/** What coRwLockTest gives back, copied out of shared memory. */
export interface CoRwLockTestResult {
  /**
   * How many readers, and how many writers, of this container held the lock once this task had it.
   */
  readers: number;
  writers: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<CoRwLockTestResult>[];
}

/**
 * Holds the lock that all containers share, for reading or writing, for a while.
 *
 * Where kCoRwLockTest (21) lies in its block:
 *
 * ```text
 *       +----------+------+----+-----+
 *     0 | header   |      | 88 |     |
 *    88 | readers  | u32  |  4 | Out |
 *    92 | writers  | u32  |  4 | Out |
 *    96 | testId   | u32  |  4 | In  |
 *   100 | isWriter | bool |  1 | In  |
 *   104 | holdMs   | u32  |  4 | In  |
 *       +----------+------+----+-----+
 *   112 | heap
 * ```
 */
export class CoRwLockTestTaskView extends CoRwLockTestTask {
  override get testId(): number {
    if (this.$memory.access < 1) this.$refuse('testId', 1);
    return this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  override set testId(v: number) {
    if (this.$memory.access < 2) this.$refuse('testId', 2);
    if (v >>> 0 !== v) badValue('CoRwLockTestTask.testId', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 24] = v;
  }

  override get isWriter(): boolean {
    if (this.$memory.access < 1) this.$refuse('isWriter', 1);
    return this.$memory.seg.u8[this.$memory.base + 100]! !== 0;
  }

  override set isWriter(v: boolean) {
    if (this.$memory.access < 2) this.$refuse('isWriter', 2);
    if (typeof v !== 'boolean') badValue('CoRwLockTestTask.isWriter', 'bool', v);
    this.$memory.seg.u8[this.$memory.base + 100] = v ? 1 : 0;
  }

  override get holdMs(): number {
    if (this.$memory.access < 1) this.$refuse('holdMs', 1);
    return this.$memory.seg.u32[this.$memory.word + 26]!;
  }

  override set holdMs(v: number) {
    if (this.$memory.access < 2) this.$refuse('holdMs', 2);
    if (v >>> 0 !== v) badValue('CoRwLockTestTask.holdMs', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 26] = v;
  }

  /**
   * How many readers, and how many writers, of this container held the lock once this task had it.
   */
  override get readers(): number {
    if (this.$memory.access < 2) this.$refuse('readers', 2);
    return this.$memory.seg.u32[this.$memory.word + 22]!;
  }

  override set readers(v: number) {
    if (this.$memory.access < 2) this.$refuse('readers', 2);
    if (v >>> 0 !== v) badValue('CoRwLockTestTask.readers', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 22] = v;
  }

  override get writers(): number {
    if (this.$memory.access < 2) this.$refuse('writers', 2);
    return this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  override set writers(v: number) {
    if (this.$memory.access < 2) this.$refuse('writers', 2);
    if (v >>> 0 !== v) badValue('CoRwLockTestTask.writers', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 23] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<CoRwLockTestResult>[] {
    return super.replicas as readonly Replica<CoRwLockTestResult>[];
  }

  saveIn(w: Writer): void {
    const at = w.words(3, 0);
    const to = w.views.u32;
    to[at] = this.$memory.seg.u32[this.$memory.word + 24]!;
    to[at + 1] = this.$memory.seg.u8[this.$memory.base + 100]! !== 0 ? 1 : 0;
    to[at + 2] = this.$memory.seg.u32[this.$memory.word + 26]!;
  }

  loadIn(r: Reader): void {
    const at = r.words(3, 0);
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 24] = from[at]!;
    this.$memory.seg.u8[this.$memory.base + 100] = from[at + 1]! !== 0 ? 1 : 0;
    this.$memory.seg.u32[this.$memory.word + 26] = from[at + 2]!;
  }

  saveOut(w: Writer): void {
    const at = w.words(2, 0);
    const to = w.views.u32;
    to[at] = this.$memory.seg.u32[this.$memory.word + 22]!;
    to[at + 1] = this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  loadOut(r: Reader): void {
    const at = r.words(2, 0);
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 22] = from[at]!;
    this.$memory.seg.u32[this.$memory.word + 23] = from[at + 1]!;
  }

  /** Copies the fields. */
  copyTo(copy: CoRwLockTestTaskView): CoRwLockTestTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 108);
    return copy;
  }
}

/** How kCoRwLockTest is sent and answered. */
export const coRwLockTestTaskType = defineTaskType({
  module: 'chimaera_MOD_NAME',
  version: '1.0.0',
  name: 'kCoRwLockTest',
  method: 21,
  layoutHash: 0x6ba0f429,
  fixedBytes: 112,
  View: CoRwLockTestTaskView,
  inputs: ['testId', 'isWriter', 'holdMs'],
  heapBytes(_input: CoRwLockTestInput): number {
    return 0;
  },
  fill(task: CoRwLockTestTaskView, input: CoRwLockTestInput): void {
    const { seg, word, base } = task.$memory;
    if (input.testId >>> 0 !== input.testId) badValue('CoRwLockTestTask.testId', 'u32', input.testId);
    seg.u32[word + 24] = input.testId;
    if (typeof input.isWriter !== 'boolean') badValue('CoRwLockTestTask.isWriter', 'bool', input.isWriter);
    seg.u8[base + 100] = input.isWriter ? 1 : 0;
    if (input.holdMs >>> 0 !== input.holdMs) badValue('CoRwLockTestTask.holdMs', 'u32', input.holdMs);
    seg.u32[word + 26] = input.holdMs;
  },
  result(task: CoRwLockTestTaskView, returnCode: number): CoRwLockTestResult {
    return { readers: task.readers, writers: task.writers, returnCode };
  },
});

/** Inputs of waitTest. */
export interface WaitTestInput {
  depth: number;
  testId: number;
  /** Out: the depth that was reached. */
  currentDepth: number;
}

/** What waitTest gives back, copied out of shared memory. */
export interface WaitTestResult {
  /** Out: the depth that was reached. */
  currentDepth: number;
  /** 0 for success. */
  returnCode: number;
  /** Of a Broadcast or Range call alone: what each container answered. */
  replicas?: readonly Replica<WaitTestResult>[];
}

/**
 * Sends itself to its own pool, one deeper, until `currentDepth` is `depth`.
 *
 * Where kWaitTest (23) lies in its block:
 *
 * ```text
 *       +--------------+-----+----+-------+
 *     0 | header       |     | 88 |       |
 *    88 | depth        | u32 |  4 | In    |
 *    92 | testId       | u32 |  4 | In    |
 *    96 | currentDepth | u32 |  4 | InOut |
 *       +--------------+-----+----+-------+
 *   104 | heap
 * ```
 */
export class WaitTestTaskView extends WaitTestTask {
  override get depth(): number {
    if (this.$memory.access < 1) this.$refuse('depth', 1);
    return this.$memory.seg.u32[this.$memory.word + 22]!;
  }

  override set depth(v: number) {
    if (this.$memory.access < 2) this.$refuse('depth', 2);
    if (v >>> 0 !== v) badValue('WaitTestTask.depth', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 22] = v;
  }

  override get testId(): number {
    if (this.$memory.access < 1) this.$refuse('testId', 1);
    return this.$memory.seg.u32[this.$memory.word + 23]!;
  }

  override set testId(v: number) {
    if (this.$memory.access < 2) this.$refuse('testId', 2);
    if (v >>> 0 !== v) badValue('WaitTestTask.testId', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 23] = v;
  }

  /** Out: the depth that was reached. */
  override get currentDepth(): number {
    if (this.$memory.access < 2) this.$refuse('currentDepth', 2);
    return this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  override set currentDepth(v: number) {
    if (this.$memory.access < 2) this.$refuse('currentDepth', 2);
    if (v >>> 0 !== v) badValue('WaitTestTask.currentDepth', 'u32', v);
    this.$memory.seg.u32[this.$memory.word + 24] = v;
  }

  /** Of a Broadcast or Range call alone: what each container answered. */
  override get replicas(): readonly Replica<WaitTestResult>[] {
    return super.replicas as readonly Replica<WaitTestResult>[];
  }

  saveIn(w: Writer): void {
    const at = w.words(3, 0);
    const to = w.views.u32;
    to[at] = this.$memory.seg.u32[this.$memory.word + 22]!;
    to[at + 1] = this.$memory.seg.u32[this.$memory.word + 23]!;
    to[at + 2] = this.$memory.seg.u32[this.$memory.word + 24]!;
  }

  loadIn(r: Reader): void {
    const at = r.words(3, 0);
    const from = r.views.u32;
    this.$memory.seg.u32[this.$memory.word + 22] = from[at]!;
    this.$memory.seg.u32[this.$memory.word + 23] = from[at + 1]!;
    this.$memory.seg.u32[this.$memory.word + 24] = from[at + 2]!;
  }

  saveOut(w: Writer): void {
    w.u32(this.$memory.seg.u32[this.$memory.word + 24]!);
  }

  loadOut(r: Reader): void {
    this.$memory.seg.u32[this.$memory.word + 24] = r.u32();
  }

  /** Copies the fields. */
  copyTo(copy: WaitTestTaskView): WaitTestTaskView {
    this.$memory.seg.u8.copyWithin(copy.$memory.base + 88, this.$memory.base + 88, this.$memory.base + 100);
    return copy;
  }
}

/** How kWaitTest is sent and answered. */
export const waitTestTaskType = defineTaskType({
  module: 'chimaera_MOD_NAME',
  version: '1.0.0',
  name: 'kWaitTest',
  method: 23,
  layoutHash: 0x1b88730f,
  fixedBytes: 104,
  View: WaitTestTaskView,
  inputs: ['depth', 'testId', 'currentDepth'],
  heapBytes(_input: WaitTestInput): number {
    return 0;
  },
  fill(task: WaitTestTaskView, input: WaitTestInput): void {
    const { seg, word } = task.$memory;
    if (input.depth >>> 0 !== input.depth) badValue('WaitTestTask.depth', 'u32', input.depth);
    seg.u32[word + 22] = input.depth;
    if (input.testId >>> 0 !== input.testId) badValue('WaitTestTask.testId', 'u32', input.testId);
    seg.u32[word + 23] = input.testId;
    if (input.currentDepth >>> 0 !== input.currentDepth)
      badValue('WaitTestTask.currentDepth', 'u32', input.currentDepth);
    seg.u32[word + 24] = input.currentDepth;
  },
  result(task: WaitTestTaskView, returnCode: number): WaitTestResult {
    return { currentDepth: task.currentDepth, returnCode };
  },
});

/** CreateParams as the runtime reads it: from YAML, and from the task that creates a pool. */
export const createParamsType = defineParams<CreateParams>({
  lib: 'chimaera_MOD_NAME',
  fields: [
    { name: 'configData', yaml: 'config_data', type: 'string' },
    { name: 'workerCount', yaml: 'worker_count', type: 'u32' },
  ],
  create(): CreateParams {
    return new CreateParams();
  },
  encode(params: CreateParams, w: Writer): void {
    if (typeof params.configData !== 'string')
      badValue('CreateParams.configData', 'string', params.configData);
    w.string(params.configData);
    if (params.workerCount >>> 0 !== params.workerCount)
      badValue('CreateParams.workerCount', 'u32', params.workerCount);
    w.u32(params.workerCount);
  },
  decode(r: Reader): CreateParams {
    const params = new CreateParams();
    if (r.isAtEnd) return params;
    params.configData = r.string();
    if (r.isAtEnd) return params;
    params.workerCount = r.u32();
    return params;
  },
});

function toColor(v: number): Color {
  if (v > 2) badData('Color', v);
  return v as Color;
}

function readPoint(task: Task, at: number): Point {
  const seg = task.$memory.seg;
  const base = task.$memory.base + at;
  return {
    x: seg.f64[base >>> 3]!,
    y: seg.f64[(base + 8) >>> 3]!,
    color: toColor(seg.u32[(base + 16) >>> 2]!),
  };
}

function writePoint(task: Task, at: number, v: Point, name: string): void {
  if (typeof v !== 'object' || v === null) badValue(name, 'Point', v);
  const seg = task.$memory.seg;
  const base = task.$memory.base + at;
  if (typeof v.x !== 'number') badValue(`${name}.x`, 'f64', v.x);
  seg.f64[base >>> 3] = v.x;
  if (typeof v.y !== 'number') badValue(`${name}.y`, 'f64', v.y);
  seg.f64[(base + 8) >>> 3] = v.y;
  if (v.color >>> 0 !== v.color || v.color > 2) badValue(`${name}.color`, 'Color', v.color);
  seg.u32[(base + 16) >>> 2] = v.color;
}

function readU16Array3(task: Task, at: number): readonly number[] {
  const seg = task.$memory.seg;
  const base = task.$memory.base + at;
  const v: number[] = [];
  for (let i = 0; i < 3; i++) {
    v.push(seg.u16[(base + i * 2) >>> 1]!);
  }
  return v;
}

function writeU16Array3(task: Task, at: number, v: readonly number[], name: string): void {
  if (!Array.isArray(v) || v.length !== 3) badValue(name, 'FixedArray<u16, 3>', v);
  const seg = task.$memory.seg;
  const base = task.$memory.base + at;
  for (let i = 0; i < 3; i++) {
    const item = v[i]!;
    if ((item & 0xffff) !== item) badValue(name, 'u16', item);
    seg.u16[(base + i * 2) >>> 1] = item;
  }
}

function readPointArray2(task: Task, at: number): readonly Point[] {
  const v: Point[] = [];
  for (let i = 0; i < 2; i++) {
    v.push(readPoint(task, at + i * 24));
  }
  return v;
}

function writePointArray2(task: Task, at: number, v: readonly Point[], name: string): void {
  if (!Array.isArray(v) || v.length !== 2) badValue(name, 'FixedArray<Point, 2>', v);
  for (let i = 0; i < 2; i++) {
    const item = v[i]!;
    writePoint(task, at + i * 24, item, name);
  }
}

function decodeU32Vector(r: Reader): number[] {
  return r.u32s();
}

function boundU32Vector(v: readonly number[]): number {
  return 16 + (Array.isArray(v) ? v.length * 4 : 0);
}

function encodeU32Vector(w: Writer, v: readonly number[], name: string): void {
  if (!Array.isArray(v)) badValue(name, 'Vector<u32>', v);
  for (const item of v) {
    if (item >>> 0 !== item) badValue(name, 'u32', item);
  }
  w.u32s(v);
}

function decodeF64Vector(r: Reader): number[] {
  return r.f64s();
}

function boundF64Vector(v: readonly number[]): number {
  return 16 + (Array.isArray(v) ? v.length * 8 : 0);
}

function encodeF64Vector(w: Writer, v: readonly number[], name: string): void {
  if (!Array.isArray(v)) badValue(name, 'Vector<f64>', v);
  for (const item of v) {
    if (typeof item !== 'number') badValue(name, 'f64', item);
  }
  w.f64s(v);
}

function decodeStringVector(r: Reader): string[] {
  const count = r.count(4);
  const v: string[] = [];
  for (let i = 0; i < count; i++) {
    v.push(r.string());
  }
  return v;
}

function boundStringVector(v: readonly string[]): number {
  if (!Array.isArray(v)) return 4;
  let bytes = 4;
  for (const item of v) bytes += stringBound(item);
  return bytes;
}

function encodeStringVector(w: Writer, v: readonly string[], name: string): void {
  if (!Array.isArray(v)) badValue(name, 'Vector<string>', v);
  w.count(v.length);
  for (const item of v) {
    if (typeof item !== 'string') badValue(name, 'string', item);
    w.string(item);
  }
}

function decodeU64Vector(r: Reader): bigint[] {
  return r.u64s();
}

function decodeU64VectorVector(r: Reader): bigint[][] {
  const count = r.count(4);
  const v: bigint[][] = [];
  for (let i = 0; i < count; i++) {
    v.push(decodeU64Vector(r));
  }
  return v;
}

function boundU64Vector(v: readonly bigint[]): number {
  return 16 + (Array.isArray(v) ? v.length * 8 : 0);
}

function boundU64VectorVector(v: readonly (readonly bigint[])[]): number {
  if (!Array.isArray(v)) return 4;
  let bytes = 4;
  for (const item of v) bytes += boundU64Vector(item);
  return bytes;
}

function encodeU64Vector(w: Writer, v: readonly bigint[], name: string): void {
  if (!Array.isArray(v)) badValue(name, 'Vector<u64>', v);
  for (const item of v) {
    if (typeof item !== 'bigint' || BigInt.asUintN(64, item) !== item) badValue(name, 'u64', item);
  }
  w.u64s(v);
}

function encodeU64VectorVector(w: Writer, v: readonly (readonly bigint[])[], name: string): void {
  if (!Array.isArray(v)) badValue(name, 'Vector<Vector<u64>>', v);
  w.count(v.length);
  for (const item of v) {
    encodeU64Vector(w, item, name);
  }
}

function decodeStringToU32Map(r: Reader): Map<string, number> {
  const count = r.count(8);
  const v: Map<string, number> = new Map();
  for (let i = 0; i < count; i++) {
    const key = r.string();
    v.set(key, r.u32());
  }
  return v;
}

function boundStringToU32Map(v: ReadonlyMap<string, number>): number {
  if (!(v instanceof Map)) return 4;
  let bytes = 4;
  for (const [key] of v) bytes += stringBound(key) + 4;
  return bytes;
}

function encodeStringToU32Map(w: Writer, v: ReadonlyMap<string, number>, name: string): void {
  if (!(v instanceof Map)) badValue(name, 'HashMap<string, u32>', v);
  w.count(v.size);
  for (const [key, item] of v) {
    if (typeof key !== 'string') badValue(name, 'string', key);
    w.string(key);
    if (item >>> 0 !== item) badValue(name, 'u32', item);
    w.u32(item);
  }
}

function decodePointVector(r: Reader): Point[] {
  const count = r.count(20);
  const v = new Array<Point>(count);
  if (count === 0) return v;
  const { f64, u32 } = r.views;
  let at = r.word;
  at += at & 1;
  const end = at + count * 6 - 1;
  if (end > r.endWord) r.refuse(end);
  for (let i = 0; i < count; i++) {
    v[i] = {
      x: f64[at >>> 1]!,
      y: f64[(at + 2) >>> 1]!,
      color: toColor(u32[at + 4]!),
    };
    at += 6;
  }
  r.close(end);
  return v;
}

function decodeOptionalString(r: Reader): string | undefined {
  return r.bool() ? r.string() : undefined;
}

function decodeShape(r: Reader): Shape {
  return {
    name: r.string(),
    points: decodePointVector(r),
    note: decodeOptionalString(r),
  };
}

function decodeU64ToShapeMap(r: Reader): Map<bigint, Shape> {
  const count = r.count(20);
  const v: Map<bigint, Shape> = new Map();
  for (let i = 0; i < count; i++) {
    const key = r.u64();
    v.set(key, decodeShape(r));
  }
  return v;
}

function boundPointVector(v: readonly Point[]): number {
  return 4 + (Array.isArray(v) ? v.length * 28 : 0);
}

function boundOptionalString(v: string | undefined): number {
  return v === undefined ? 4 : 4 + stringBound(v);
}

function boundShape(v: Shape): number {
  if (typeof v !== 'object' || v === null) return 0;
  let bytes = 0;
  bytes += stringBound(v.name);
  bytes += boundPointVector(v.points);
  bytes += boundOptionalString(v.note);
  return bytes;
}

function boundU64ToShapeMap(v: ReadonlyMap<bigint, Shape>): number {
  if (!(v instanceof Map)) return 4;
  let bytes = 4;
  for (const [, item] of v) bytes += 12 + boundShape(item);
  return bytes;
}

function encodePointVector(w: Writer, v: readonly Point[], name: string): void {
  if (!Array.isArray(v)) badValue(name, 'Vector<Point>', v);
  const count = v.length;
  let at = w.open(count, 28);
  const { f64, u32 } = w.views;
  if (count > 0 && (at & 1) !== 0) u32[at++] = 0;
  for (let i = 0; i < count; i++) {
    const item = v[i]!;
    if (item === undefined || item === null) badValue(name, 'Point', item);
    if (typeof item.x !== 'number') badValue(`${name}.x`, 'f64', item.x);
    if (typeof item.y !== 'number') badValue(`${name}.y`, 'f64', item.y);
    if (item.color >>> 0 !== item.color || item.color > 2) badValue(`${name}.color`, 'Color', item.color);
    f64[at >>> 1] = item.x;
    f64[(at + 2) >>> 1] = item.y;
    u32[at + 4] = item.color;
    u32[at + 5] = 0;
    at += 6;
  }
  w.close(count > 0 ? at - 1 : at);
}

function encodeOptionalString(w: Writer, v: string | undefined, name: string): void {
  w.bool(v !== undefined);
  if (v !== undefined) {
    if (typeof v !== 'string') badValue(name, 'string', v);
    w.string(v);
  }
}

function encodeShape(w: Writer, v: Shape, name: string): void {
  if (typeof v !== 'object' || v === null) badValue(name, 'Shape', v);
  if (typeof v.name !== 'string') badValue(`${name}.name`, 'string', v.name);
  w.string(v.name);
  encodePointVector(w, v.points, `${name}.points`);
  encodeOptionalString(w, v.note, `${name}.note`);
}

function encodeU64ToShapeMap(w: Writer, v: ReadonlyMap<bigint, Shape>, name: string): void {
  if (!(v instanceof Map)) badValue(name, 'HashMap<u64, Shape>', v);
  w.count(v.size);
  for (const [key, item] of v) {
    if (typeof key !== 'bigint' || BigInt.asUintN(64, key) !== key) badValue(name, 'u64', key);
    w.u64(key);
    encodeShape(w, item, name);
  }
}

function decodeOptionalU32(r: Reader): number | undefined {
  return r.bool() ? r.u32() : undefined;
}

function encodeOptionalU32(w: Writer, v: number | undefined, name: string): void {
  w.bool(v !== undefined);
  if (v !== undefined) {
    if (v >>> 0 !== v) badValue(name, 'u32', v);
    w.u32(v);
  }
}

function emptyShape(): Shape {
  return {
    name: '',
    points: [],
    note: undefined,
  };
}

function encodePoint(w: Writer, v: Point, name: string): void {
  if (typeof v !== 'object' || v === null) badValue(name, 'Point', v);
  if (typeof v.x !== 'number') badValue(`${name}.x`, 'f64', v.x);
  w.f64(v.x);
  if (typeof v.y !== 'number') badValue(`${name}.y`, 'f64', v.y);
  w.f64(v.y);
  if (v.color >>> 0 !== v.color || v.color > 2) badValue(`${name}.color`, 'Color', v.color);
  w.u32(v.color);
}

function encodeU16Array3(w: Writer, v: readonly number[], name: string): void {
  if (!Array.isArray(v) || v.length !== 3) badValue(name, 'FixedArray<u16, 3>', v);
  for (const item of v) {
    if ((item & 0xffff) !== item) badValue(name, 'u16', item);
    w.u16(item);
  }
}

function encodePointArray2(w: Writer, v: readonly Point[], name: string): void {
  if (!Array.isArray(v) || v.length !== 2) badValue(name, 'FixedArray<Point, 2>', v);
  for (const item of v) {
    encodePoint(w, item, name);
  }
}

function decodePoint(r: Reader): Point {
  return {
    x: r.f64(),
    y: r.f64(),
    color: toColor(r.u32()),
  };
}

function decodeU16Array3(r: Reader): readonly number[] {
  const v: number[] = [];
  for (let i = 0; i < 3; i++) {
    v.push(r.u16());
  }
  return v;
}

function decodePointArray2(r: Reader): readonly Point[] {
  const v: Point[] = [];
  for (let i = 0; i < 2; i++) {
    v.push(decodePoint(r));
  }
  return v;
}
