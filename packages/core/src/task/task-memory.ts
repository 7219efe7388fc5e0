import { ChimaeraError } from '../errors.js';
import { REF_ALIGNMENT_BYTES, REF_UNIT_SHIFT } from '../layout/alignment.js';
import { TASK_RETURN_CODE_WORD } from '../layout/task-layout.js';
import { BufferRef, ChiBuffer } from '../memory/buffer-ref.js';
import { checkedSegment, mainRef, refOffset, refUnits, type Ref } from '../memory/ref.js';
import type { Segment } from '../memory/segment.js';
import { readUtf8, utf8Bound, writeUtf8 } from '../memory/utf8.js';
import { PoolId } from './pool-id.js';
import { Reader } from './reader.js';
import type { TaskOwner } from './task-owner.js';
import { Writer } from './writer.js';

/** What an accessor may touch: nothing, what the sender wrote, or everything. */
export const Access = { kNone: 0, kInputs: 1, kAll: 2 } as const;
export type Access = (typeof Access)[keyof typeof Access];

/** In UTF-8. */
const LONGEST_CHARACTER_BYTES = 4;

/**
 * The memory of a task: where its block is, and how values of any size get into it and out of it. For generated
 * accessors and for core. `at` is the word, within the block, of a value's {ref, byteLength}.
 */
export class TaskMemory {
  access: Access = Access.kNone;
  seg!: Segment;
  /** Byte offset of the block. */
  base = 0;
  /** `base` in words. */
  word = 0;
  owner!: TaskOwner;
  /** Slot and generation of the block in its party's ledger. */
  slot = -1;
  generation = 0;
  /** Party whose block this is. */
  party = -1;
  /** On a worker: the record of the outputs that did not fit in the block, or -1. */
  spill = -1;
  /** On a worker: segment, offset and length of each of the sender's buffers that is pinned for the task. */
  pins: number[] | null = null;
  /**
   * The heap, in units of references, which stay small integers in segments of any size: its start, below which nothing
   * is ever handed out, the start of its free part, and its end.
   */
  private heapFloor = 0;
  private heapTop = 0;
  private heapEnd = 0;

  /**
   * Points it at a block.
   * @param heapStart bytes from the start of the block to the free part of its heap
   */
  attach(
    owner: TaskOwner,
    party: number,
    slot: number,
    generation: number,
    base: number,
    fixedBytes: number,
    heapStart: number,
    blockBytes: number,
    access: Access,
  ): void {
    this.owner = owner;
    this.seg = owner.memory.main;
    this.party = party;
    this.slot = slot;
    this.generation = generation;
    this.base = base;
    this.word = base >>> 2;
    this.heapFloor = (base + fixedBytes) >>> REF_UNIT_SHIFT;
    this.heapTop = (base + heapStart) >>> REF_UNIT_SHIFT;
    this.heapEnd = (base + blockBytes) >>> REF_UNIT_SHIFT;
    this.spill = -1;
    this.access = access;
  }

  /** Points it at another block of its last owner, or at the same one again, to read its contents. */
  revisit(slot: number, generation: number, base: number): void {
    this.slot = slot;
    this.generation = generation;
    this.base = base;
    this.word = base >>> 2;
    this.access = Access.kAll;
  }

  /** The task's return code, as it stands in the block. */
  get returnCode(): number {
    return this.seg.u32[this.word + TASK_RETURN_CODE_WORD]!;
  }

  /** From here on every access is refused. */
  detach(): void {
    this.access = Access.kNone;
  }

  /** Number of bytes of the block in use: what the other side adds goes behind them. */
  heapStart(): number {
    return this.heapTop * REF_ALIGNMENT_BYTES - this.base;
  }

  /** A copy of the text. @throws ChimaeraError BAD_TASK if it lies outside the shared memory */
  readString(at: number): string {
    const byteLength = this.seg.u32[this.word + at + 1]!;
    if (byteLength === 0) return '';
    const ref = this.seg.u32[this.word + at]! as Ref;
    return readUtf8(checkedSegment(this.owner.memory, ref, byteLength), refOffset(ref), byteLength);
  }

  /** Replaces the previous text in place if that is the last in the heap, else takes the next free place. */
  writeString(at: number, value: string): void {
    this.putString(at, value, this.topWithout(at));
  }

  /** The same in a block that is being filled, where there is no previous text. */
  fillString(at: number, value: string): void {
    this.putString(at, value, this.heapTop);
  }

  /** A view in place, valid for as long as the accessor is. */
  readBytes(at: number): Uint8Array {
    const byteLength = this.seg.u32[this.word + at + 1]!;
    const ref = this.seg.u32[this.word + at]! as Ref;
    const offset = refOffset(ref);
    return checkedSegment(this.owner.memory, ref, byteLength).u8.subarray(offset, offset + byteLength);
  }

  /** A copy that outlives the task, made in one step instead of making a view and copying it. */
  copyBytes(at: number): Uint8Array {
    const byteLength = this.seg.u32[this.word + at + 1]!;
    const ref = this.seg.u32[this.word + at]! as Ref;
    const offset = refOffset(ref);
    return checkedSegment(this.owner.memory, ref, byteLength).u8.slice(offset, offset + byteLength);
  }

  /** Copies the bytes to the next free place. The previous ones stay, because somebody may hold a view of them. */
  writeBytes(at: number, value: Uint8Array): void {
    const ref = this.reserve(this.heapTop, value.length);
    checkedSegment(this.owner.memory, ref, value.length).u8.set(value, refOffset(ref));
    this.commit(at, ref, value.length, value.length);
  }

  /** Copies the bytes of a value, unchanged, to an archive. */
  saveRegion(at: number, writer: Writer): void {
    const byteLength = this.seg.u32[this.word + at + 1]!;
    const ref = this.seg.u32[this.word + at]! as Ref;
    writer.region(checkedSegment(this.owner.memory, ref, byteLength), refOffset(ref), byteLength);
  }

  /** The inverse of `saveRegion`. */
  loadRegion(at: number, reader: Reader): void {
    const byteLength = reader.nextByteLength();
    const ref = this.reserve(this.heapTop, byteLength);
    reader.region(byteLength, checkedSegment(this.owner.memory, ref, byteLength), refOffset(ref));
    this.commit(at, ref, byteLength, byteLength);
  }

  /** A reader for the archive of a variable-sized value; regions do not nest. */
  openRegion(at: number): Reader {
    const byteLength = this.seg.u32[this.word + at + 1]!;
    const ref = this.seg.u32[this.word + at]! as Ref;
    const segment = checkedSegment(this.owner.memory, ref, byteLength);
    const start = refOffset(ref);
    return (regionReader ??= new Reader(segment)).reset(segment, start, start + byteLength);
  }

  /** A writer with room for `maxBytes`; `endRegion` records what was written. */
  beginRegion(maxBytes: number): Writer {
    const ref = this.reserve(this.heapTop, maxBytes);
    const segment = checkedSegment(this.owner.memory, ref, maxBytes);
    const start = refOffset(ref);
    openRegionRef = ref;
    return (regionWriter ??= Writer.fixed(segment)).reset(segment, start, start + maxBytes);
  }

  /** Records what was written with `beginRegion(maxBytes)`. */
  endRegion(at: number, writer: Writer, maxBytes: number): void {
    this.commit(at, openRegionRef, writer.pos - writer.start, maxBytes);
  }

  /** A checked reference to a data segment. @throws ChimaeraError BAD_TASK */
  readBuffer(at: number): BufferRef {
    const words = this.seg.u32;
    const segment = words[this.word + at]!;
    const offset = words[this.word + at + 1]! * REF_ALIGNMENT_BYTES;
    const byteLength = words[this.word + at + 2]!;
    const found = this.owner.memory.segments[segment];
    if (found !== undefined && segment !== 0 && offset + byteLength <= found.byteLength) {
      if (this.owner.mayRefer(this, segment, offset, byteLength)) {
        return new BufferRef(found, offset, byteLength, words[this.word + at + 3]!);
      }
    }
    throw new ChimaeraError(
      'BAD_TASK',
      `a buffer of ${byteLength} bytes at offset ${offset} of segment ${segment} does not belong to the sender; ` +
        'pass a buffer from allocateBuffer() that has not been freed',
    );
  }

  /** Stores a reference to the buffer without copying its bytes. @throws ChimaeraError INVALID_ARGUMENT, CLOSED */
  writeBuffer(at: number, value: BufferRef): void {
    if (!(value instanceof BufferRef)) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        'a buffer field takes what allocateBuffer() returns, so that nothing is copied',
      );
    }
    if (value instanceof ChiBuffer && value.isFreed) {
      throw new ChimaeraError('CLOSED', 'a buffer was passed to a task after it had been freed');
    }
    if (value.segment !== this.owner.memory.segments[value.segment.id]) {
      throw new ChimaeraError(
        'CLOSED',
        'a buffer was passed to a task of another connection, or is one of a runtime that has gone; allocate it there',
      );
    }
    const words = this.seg.u32;
    words[this.word + at] = value.segment.id;
    words[this.word + at + 1] = value.offset / REF_ALIGNMENT_BYTES;
    words[this.word + at + 2] = value.byteLength;
    words[this.word + at + 3] = value.generation;
  }

  /** Bytes that were sent along go into the buffer that the field names, else into one of the receiver's. */
  loadBuffer(at: number, reader: Reader): void {
    const named = this.seg.u32[this.word + at + 2]! > 0;
    const buffer = named ? this.readBuffer(at) : this.owner.receiveBuffer(this, reader.nextByteLength());
    reader.buffer(buffer);
    if (!named) this.writeBuffer(at, buffer);
  }

  /** Two words in place of a reference. */
  readPoolId(at: number): PoolId {
    return new PoolId(this.seg.u32[this.word + at]!, this.seg.u32[this.word + at + 1]!);
  }

  /** The inverse of `readPoolId`. */
  writePoolId(at: number, value: PoolId): void {
    this.seg.u32[this.word + at] = value.major;
    this.seg.u32[this.word + at + 1] = value.minor;
  }

  /** Room for `byteLength` bytes: from `top` on if the block's heap has it, else wherever the owner finds some. */
  private reserve(top: number, byteLength: number): Ref {
    if (top + refUnits(byteLength) <= this.heapEnd) return mainRef(top);
    return this.owner.spill(this, byteLength);
  }

  /** Kept small because it is called so often: the block has room, and nothing needs to be checked. */
  private putString(at: number, value: string, top: number): void {
    const bound = utf8Bound(value);
    if (top + refUnits(bound) > this.heapEnd) return this.squeezeString(at, value, top);
    const { seg, word } = this;
    const byteLength = writeUtf8(seg, top * REF_ALIGNMENT_BYTES, value, bound);
    this.heapTop = top + refUnits(byteLength);
    seg.u32[word + at] = mainRef(top);
    seg.u32[word + at + 1] = byteLength;
  }

  /** For when three bytes per UTF-16 unit do not fit: the text itself may. */
  private squeezeString(at: number, value: string, top: number): void {
    const { seg } = this;
    const { length } = value;
    const room = (this.heapEnd - top) * REF_ALIGNMENT_BYTES;
    // utf8Write stops at the end of the room that it gets. With room for one more character of any length, a byte count
    // equal to the length means that the text is all ASCII and was written whole. Counting first would take longer. Not
    // tried over a text that has to stay if there is no room anywhere.
    const isAscii =
      top === this.heapTop &&
      length + LONGEST_CHARACTER_BYTES <= room &&
      writeUtf8(seg, top * REF_ALIGNMENT_BYTES, value, room) === length;
    const byteLength = isAscii ? length : Buffer.byteLength(value);
    const fits = byteLength <= room;
    const ref = fits ? mainRef(top) : this.owner.spill(this, byteLength);
    if (!isAscii)
      writeUtf8(checkedSegment(this.owner.memory, ref, byteLength), refOffset(ref), value, byteLength);
    this.heapTop = fits ? top + refUnits(byteLength) : top;
    seg.u32[this.word + at] = ref;
    seg.u32[this.word + at + 1] = byteLength;
  }

  /** Records a value and, if it was put into the heap, takes its bytes out of the free part. */
  private commit(at: number, ref: Ref, byteLength: number, reserved: number): void {
    if (ref === mainRef(this.heapTop) && this.heapTop + refUnits(reserved) <= this.heapEnd) {
      this.heapTop += refUnits(byteLength);
    }
    this.seg.u32[this.word + at] = ref;
    this.seg.u32[this.word + at + 1] = byteLength;
  }

  /**
   * Where the free heap begins for a string that replaces the one at `at`: at the old string itself if nothing follows
   * it, so that `task.data += x` in a loop does not eat up the heap. Not done for bytes, of which the method may hold a
   * view.
   */
  private topWithout(at: number): number {
    // A reference into another segment is greater than any into this one.
    const start = this.seg.u32[this.word + at]!;
    const end = start + refUnits(this.seg.u32[this.word + at + 1]!);
    return end === this.heapTop && start >= this.heapFloor && start < end ? start : this.heapTop;
  }
}

/**
 * Regions are read and written one at a time and synchronously, so one reader and one writer serve the whole thread.
 */
let regionReader: Reader | undefined;
let regionWriter: Writer | undefined;
let openRegionRef: Ref;
