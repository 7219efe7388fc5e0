import { ChimaeraError, decodeErrorText, encodeErrorText } from '../errors.js';
import { REF_ALIGNMENT_BYTES, alignUp } from '../layout/alignment.js';
import {
  TASK_ERROR_WORD,
  TASK_FLAGS_WORD,
  TASK_METHOD_WORD,
  TASK_NODE_MAJOR_WORD,
  TASK_NODE_MINOR_WORD,
  TASK_NODE_ORIGIN_WORD,
  TASK_POOL_MAJOR_WORD,
  TASK_POOL_MINOR_WORD,
  TASK_QUERY_A_WORD,
  TASK_QUERY_B_WORD,
  TASK_QUERY_KIND_WORD,
  TASK_RETURN_CODE_WORD,
} from '../layout/task-layout.js';
import { BufferRef, ChiBuffer } from '../memory/buffer-ref.js';
import { checkedSegment, makeRef, refOffset, type Ref } from '../memory/ref.js';
import type { Segment } from '../memory/segment.js';
import { readUtf8, utf8Bound, writeUtf8 } from '../memory/utf8.js';
import { PoolId } from './pool-id.js';
import { PoolQuery } from './pool-query.js';
import { Reader } from './reader.js';
import { TaskNode } from './task-node.js';
import type { Replica, TaskOwner, WaitOptions } from './task-owner.js';
import { Writer } from './writer.js';

/** What an accessor may touch: nothing, what the sender wrote, or everything. */
export const Access = { kNone: 0, kInputs: 1, kAll: 2 } as const;
export type Access = (typeof Access)[keyof typeof Access];

/**
 * Base of every task class (guide: chi::Task). A flyweight: an instance is pointed at a block in the main segment
 * and its generated accessors read and write there. On a client it is the handle of a submitted task, in a module
 * it is the task that a method receives. Members that begin with `$` are for generated code and for core.
 */
export abstract class Task {
  /** @internal */ $access: Access = Access.kNone;
  /** @internal */ $seg!: Segment;
  /** @internal Byte offset of the block. */ $base = 0;
  /** @internal `$base` in words. */ $word = 0;
  /** @internal */ $owner!: TaskOwner;
  /** @internal Slot and generation of the block in its party's ledger. */ $slot = -1;
  /** @internal */ $generation = 0;
  /** @internal Party whose block this is. */ $party = -1;
  /** @internal On a worker: record of the outputs that did not fit in the block, or -1. */ $spill = -1;
  /** @internal First byte of the heap; nothing below it is ever handed out. */ private heapFloor = 0;
  private heapTop = 0;
  /** Why a handle's task ended that no worker completed. */
  private localFailure: ChimaeraError | undefined;
  private heapEnd = 0;

  /** The pool that the task was sent to. */
  get poolId(): PoolId {
    this.$check('poolId', Access.kInputs);
    return new PoolId(this.$header(TASK_POOL_MAJOR_WORD), this.$header(TASK_POOL_MINOR_WORD));
  }

  /** Method number within the module. */
  get method(): number {
    this.$check('method', Access.kInputs);
    return this.$header(TASK_METHOD_WORD);
  }

  get poolQuery(): PoolQuery {
    this.$check('poolQuery', Access.kInputs);
    const kind = this.$header(TASK_QUERY_KIND_WORD);
    return PoolQuery.of(kind, this.$header(TASK_QUERY_A_WORD), this.$header(TASK_QUERY_B_WORD));
  }

  get taskNode(): TaskNode {
    this.$check('taskNode', Access.kInputs);
    const major = this.$header(TASK_NODE_MAJOR_WORD);
    return new TaskNode(this.$header(TASK_NODE_ORIGIN_WORD), major, this.$header(TASK_NODE_MINOR_WORD));
  }

  /** Bits of TaskFlag. */
  get taskFlags(): number {
    this.$check('taskFlags', Access.kInputs);
    return this.$header(TASK_FLAGS_WORD);
  }

  /** 0 is success (guide: result code). A method may set it; one that throws sets it by throwing. */
  get returnCode(): number {
    this.$check('returnCode', Access.kAll);
    return this.localFailure === undefined
      ? this.$header(TASK_RETURN_CODE_WORD)
      : this.localFailure.returnCode;
  }

  set returnCode(value: number) {
    this.$check('returnCode', Access.kAll);
    if (value >>> 0 !== value)
      throw new ChimaeraError('INVALID_ARGUMENT', `returnCode is a u32, got ${value}`);
    this.$seg.u32[this.$word + TASK_RETURN_CODE_WORD] = value;
  }

  /** Why the task failed; empty when it did not. */
  get errorMessage(): string {
    this.$check('errorMessage', Access.kAll);
    return this.localFailure?.message ?? decodeErrorText(this.$readString(TASK_ERROR_WORD)).message;
  }

  /** Stable name of the failure (errors.ts), empty when there was none. */
  get errorCode(): string {
    this.$check('errorCode', Access.kAll);
    return this.localFailure?.code ?? decodeErrorText(this.$readString(TASK_ERROR_WORD)).code;
  }

  /** Whether the task has ended, one way or the other. */
  get isComplete(): boolean {
    if (this.$access === Access.kNone) this.$refuse('isComplete', Access.kInputs);
    return this.$access === Access.kAll;
  }

  /** Each container's answer to a Broadcast or Range task; empty for all others. */
  get replicas(): readonly Replica[] {
    this.$check('replicas', Access.kAll);
    return this.$owner.replicasOf(this);
  }

  /** Resolves when the task has ended. Does not throw for the task's failure: read `returnCode`.
   * @throws ChimaeraError TIMEOUT, RUNTIME_GONE, TASK_DISPOSED */
  async wait(options?: WaitOptions): Promise<this> {
    this.$check('wait()', Access.kInputs);
    if (this.$access !== Access.kAll) await this.$owner.wait(this, options);
    return this;
  }

  /** Like `wait`, blocking this thread. @throws ChimaeraError WOULD_BLOCK inside a method or a monitor */
  waitSync(options?: WaitOptions): this {
    this.$check('waitSync()', Access.kInputs);
    if (this.$access !== Access.kAll) this.$owner.waitSync(this, options);
    return this;
  }

  /** Ends the repetition of a periodic task; its handle completes after the run under way. */
  stop(): void {
    this.$check('stop()', Access.kInputs);
    this.$owner.stop(this);
  }

  /** Gives the block back; a task that still runs goes on, and its block is reclaimed when it ends. Harmless twice. */
  dispose(): void {
    if (this.$access === Access.kNone) return;
    this.$owner.dispose(this);
    this.$detach();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /**
   * @internal Points the accessor at a block.
   * @param heapStart bytes from the block's begin to the free part of its heap
   */
  $attach(
    owner: TaskOwner,
    party: number,
    slot: number,
    generation: number,
    base: number,
    fixedBytes: number,
    heapStart: number,
    blockBytes: number,
    access: Access,
  ): this {
    this.$owner = owner;
    this.$seg = owner.memory.main;
    this.$party = party;
    this.$slot = slot;
    this.$generation = generation;
    this.$base = base;
    this.$word = base >>> 2;
    this.heapFloor = base + fixedBytes;
    this.heapTop = base + heapStart;
    this.heapEnd = base + blockBytes;
    this.$spill = -1;
    this.$access = access;
    return this;
  }

  /** @internal From here on every access is refused. */
  $detach(): void {
    this.$access = Access.kNone;
  }

  /** @internal Bytes of the block that are in use: what the other side may add to begins here. */
  $heapStart(): number {
    return this.heapTop - this.$base;
  }

  /** @internal */
  $refuse(member: string, needed: Access): never {
    const name = `${this.constructor.name.replace(/View$/, '')}.${member}`;
    if (this.$access === Access.kNone) {
      throw new ChimaeraError(
        'TASK_DISPOSED',
        `${name} was used after the task was disposed of or its method had settled`,
      );
    }
    throw new ChimaeraError(
      'NOT_COMPLETE',
      `${name} ${needed === Access.kAll ? 'is available once the task has completed' : 'cannot be used yet'}; await task.wait() first`,
    );
  }

  /** @internal The task will never be completed by a worker: the handle says why. */
  $endLocally(failure: ChimaeraError): void {
    this.localFailure = failure;
    this.$access = Access.kAll;
  }

  /** @internal */
  get $endedLocally(): boolean {
    return this.localFailure !== undefined;
  }

  /** @internal Ends the task with a failure; the text goes where every output goes. */
  $fail(error: ChimaeraError): void {
    this.$seg.u32[this.$word + TASK_RETURN_CODE_WORD] = error.returnCode === 0 ? 1 : error.returnCode;
    this.$writeString(TASK_ERROR_WORD, encodeErrorText(error.code, error.message));
  }

  // ---- for generated code: variable-sized values. `at` is the word, within the block, of {ref, byteLength}.

  /** @internal */
  $readString(at: number): string {
    const byteLength = this.$seg.u32[this.$word + at + 1]!;
    if (byteLength === 0) return '';
    const ref = this.$seg.u32[this.$word + at]! as Ref;
    return readUtf8(checkedSegment(this.$owner.memory, ref, byteLength), refOffset(ref), byteLength);
  }

  /** @internal */
  $writeString(at: number, value: string): void {
    const bound = utf8Bound(value);
    const top = this.topWithout(at);
    const ref = this.reserve(top, bound);
    const segment = checkedSegment(this.$owner.memory, ref, bound);
    this.heapTop = top;
    this.commit(at, ref, writeUtf8(segment, refOffset(ref), value), bound);
  }

  /** @internal A view in place, valid as long as the accessor is. */
  $readBytes(at: number): Uint8Array {
    const byteLength = this.$seg.u32[this.$word + at + 1]!;
    const ref = this.$seg.u32[this.$word + at]! as Ref;
    const offset = refOffset(ref);
    return checkedSegment(this.$owner.memory, ref, byteLength).u8.subarray(offset, offset + byteLength);
  }

  /** @internal */
  $writeBytes(at: number, value: Uint8Array): void {
    const ref = this.reserve(this.heapTop, value.length);
    checkedSegment(this.$owner.memory, ref, value.length).u8.set(value, refOffset(ref));
    this.commit(at, ref, value.length, value.length);
  }

  /** @internal A reader over the archive of a variable-sized value; regions do not nest. */
  $openRegion(at: number): Reader {
    const byteLength = this.$seg.u32[this.$word + at + 1]!;
    const ref = this.$seg.u32[this.$word + at]! as Ref;
    const segment = checkedSegment(this.$owner.memory, ref, byteLength);
    const start = refOffset(ref);
    return (regionReader ??= new Reader(segment)).reset(segment, start, start + byteLength);
  }

  /** @internal A writer with room for `maxBytes`; `$endRegion` records what was written. */
  $beginRegion(maxBytes: number): Writer {
    const ref = this.reserve(this.heapTop, maxBytes);
    const segment = checkedSegment(this.$owner.memory, ref, maxBytes);
    const start = refOffset(ref);
    openRegionRef = ref;
    return (regionWriter ??= Writer.fixed(segment)).reset(segment, start, start + maxBytes);
  }

  /** @internal */
  $endRegion(at: number, writer: Writer, maxBytes: number): void {
    this.commit(at, openRegionRef, writer.pos - writer.start, maxBytes);
  }

  /** @internal A checked reference to a data segment. @throws ChimaeraError BAD_TASK */
  $readBuffer(at: number): BufferRef {
    const words = this.$seg.u32;
    const segment = words[this.$word + at]!;
    const offset = words[this.$word + at + 1]! * REF_ALIGNMENT_BYTES;
    const byteLength = words[this.$word + at + 2]!;
    const found = this.$owner.memory.segments[segment];
    if (found !== undefined && segment !== 0 && offset + byteLength <= found.byteLength) {
      if (this.$owner.mayRefer(this, segment, offset, byteLength)) {
        return new BufferRef(found, offset, byteLength, words[this.$word + at + 3]!);
      }
    }
    throw new ChimaeraError(
      'BAD_TASK',
      `a buffer of ${byteLength} bytes at offset ${offset} of segment ${segment} does not belong to the sender; ` +
        'pass a buffer from allocateBuffer() that has not been freed',
    );
  }

  /** @internal */
  $writeBuffer(at: number, value: BufferRef): void {
    if (!(value instanceof BufferRef)) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        'a buffer field takes what allocateBuffer() gives, so that nothing is copied',
      );
    }
    if (value instanceof ChiBuffer && value.isFreed) {
      throw new ChimaeraError('CLOSED', 'a buffer was passed to a task after it had been freed');
    }
    const words = this.$seg.u32;
    words[this.$word + at] = value.segment.id;
    words[this.$word + at + 1] = value.offset / REF_ALIGNMENT_BYTES;
    words[this.$word + at + 2] = value.byteLength;
    words[this.$word + at + 3] = value.generation;
  }

  /** @internal Bytes that travelled go into the buffer that the field names, else into one of the receiver's. */
  $loadBuffer(at: number, reader: Reader): void {
    const named = this.$seg.u32[this.$word + at + 2]! > 0;
    const buffer = named ? this.$readBuffer(at) : this.$owner.receiveBuffer(this, reader.nextByteLength());
    reader.buffer(buffer);
    if (!named) this.$writeBuffer(at, buffer);
  }

  /** @internal */
  $readPoolId(at: number): PoolId {
    return new PoolId(this.$seg.u32[this.$word + at]!, this.$seg.u32[this.$word + at + 1]!);
  }

  /** @internal */
  $writePoolId(at: number, value: PoolId): void {
    this.$seg.u32[this.$word + at] = value.major;
    this.$seg.u32[this.$word + at + 1] = value.minor;
  }

  private $header(word: number): number {
    return this.$seg.u32[this.$word + word]!;
  }

  private $check(member: string, needed: Access): void {
    if (this.$access < needed) this.$refuse(member, needed);
  }

  /** A place for `byteLength` bytes: from `top` on if the block's heap has room, else wherever the owner finds some. */
  private reserve(top: number, byteLength: number): Ref {
    if (top + byteLength <= this.heapEnd) return makeRef(0, top);
    return this.$owner.spill(this, byteLength);
  }

  /** Records a value and takes it out of the heap if that is where it was put. */
  private commit(at: number, ref: Ref, byteLength: number, reserved: number): void {
    if (ref === makeRef(0, this.heapTop) && this.heapTop + reserved <= this.heapEnd) {
      this.heapTop += alignUp(byteLength, REF_ALIGNMENT_BYTES);
    }
    this.$seg.u32[this.$word + at] = ref;
    this.$seg.u32[this.$word + at + 1] = byteLength;
  }

  /**
   * Where the heap goes on if the string at `at` is written again: at its own place when nothing was put behind it, so
   * that `task.data += x` in a loop does not eat the heap. Not done for bytes, of which the method may hold a view.
   */
  private topWithout(at: number): number {
    const start = this.$seg.u32[this.$word + at]! * REF_ALIGNMENT_BYTES;
    const end = start + alignUp(this.$seg.u32[this.$word + at + 1]!, REF_ALIGNMENT_BYTES);
    return end === this.heapTop && start >= this.heapFloor && start < end ? start : this.heapTop;
  }
}

/** Regions are read and written one at a time and synchronously, so one reader and one writer serve a thread. */
let regionReader: Reader | undefined;
let regionWriter: Writer | undefined;
let openRegionRef: Ref;
