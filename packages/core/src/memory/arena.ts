import { CHUNK_BYTES } from '../layout/alignment.js';
import type { ChunkSource } from './chunk-table.js';
import { CLASS_BYTES, LARGEST_CLASS_BYTES, chunksFor, classOf } from './size-classes.js';

const INITIAL_SLOTS = 256;
/** Generations start below this, far below the numbers that V8 has to allocate on its heap. */
const FIRST_GENERATION_LIMIT = 2 ** 30;
/** Chunks without a block in use that an arena keeps for the next burst, unless its owner says otherwise. */
const KEPT_CHUNKS = 4;

/** A chunk cut into blocks of one class. */
interface CutChunk {
  readonly first: number;
  readonly sizeClass: number;
  /** Offset of the first byte that has never been a block. */
  uncut: number;
  /** Blocks in use. */
  used: number;
}

/**
 * The blocks of one party in one segment (design D4). Only the owner allocates and frees, so nothing here is atomic;
 * and the ledger is ordinary private memory, so another process can damage contents but never the allocator. A block is
 * known by its `slot`, an index into the ledger, and by a generation that changes whenever the slot is freed: a late or
 * invented message about a slot that has moved on is recognised by it.
 */
export class Arena {
  private offsets = new Uint32Array(INITIAL_SLOTS);
  private generations = new Uint32Array(INITIAL_SLOTS);
  private sizes = new Uint32Array(INITIAL_SLOTS);
  private inUse = new Uint8Array(INITIAL_SLOTS);
  private slotCount = 0;
  /**
   * The first generation of a new slot. It differs between arenas, so that records for a dead arena match nothing in
   * this one.
   */
  private readonly firstGeneration = someGeneration();
  private readonly spareSlots: number[] = [];
  private readonly freeSlots: number[][] = CLASS_BYTES.map(() => []);
  private readonly cutting: (CutChunk | undefined)[] = CLASS_BYTES.map(() => undefined);
  private readonly chunks = new Map<number, CutChunk>();
  private readonly chunkOfSlot: CutChunk[] = [];
  /** Chunks in which no block is in use. */
  private emptyChunks = 0;
  private readonly mostEmptyChunks: number;

  /** Bytes in blocks that are in use. */
  bytesInUse = 0;
  /** Bytes in chunks that this arena holds. */
  bytesHeld = 0;

  /** @param keptChunks empty chunks worth keeping; once there are twice as many, the surplus is given back */
  constructor(
    private readonly source: ChunkSource,
    private readonly keptChunks = KEPT_CHUNKS,
  ) {
    this.mostEmptyChunks = keptChunks * 2;
  }

  /** Slot of a block of at least `bytes`, or -1 if the segment has no room. Its contents are arbitrary. */
  allocate(bytes: number): number {
    if (bytes > LARGEST_CLASS_BYTES) return this.allocateLarge(bytes);
    const sizeClass = classOf(bytes);
    const slot = this.freeSlots[sizeClass]!.pop();
    if (slot === undefined) return this.cutBlock(sizeClass);
    this.take(slot);
    return slot;
  }

  /** Whether `allocate` would find a small block in the chunks that this arena holds already. */
  hasAtHand(bytes: number): boolean {
    const sizeClass = classOf(bytes);
    if (this.freeSlots[sizeClass]!.length > 0) return true;
    const chunk = this.cutting[sizeClass];
    return chunk !== undefined && chunk.uncut + CLASS_BYTES[sizeClass]! <= (chunk.first + 1) * CHUNK_BYTES;
  }

  /** Frees a block that is in use; its generation changes. */
  free(slot: number): void {
    if (!this.isInUse(slot)) throw new RangeError(`slot ${slot} is not in use`);
    const bytes = this.sizes[slot]!;
    this.inUse[slot] = 0;
    this.bytesInUse -= bytes;
    this.generations[slot] = this.generations[slot]! + 1;
    if (bytes > LARGEST_CLASS_BYTES) {
      this.spareSlots.push(slot);
      this.bytesHeld -= bytes;
      this.source.giveBack(this.offsets[slot]! / CHUNK_BYTES, bytes / CHUNK_BYTES);
      return;
    }
    this.freeSlots[classOf(bytes)]!.push(slot);
    if (--this.chunkOfSlot[slot]!.used === 0 && ++this.emptyChunks > this.mostEmptyChunks) this.trim();
  }

  /** Byte offset of the block in its segment. */
  offsetOf(slot: number): number {
    return this.offsets[slot]!;
  }

  /** Size of the block: at least what was asked for. */
  bytesOf(slot: number): number {
    return this.sizes[slot]!;
  }

  generationOf(slot: number): number {
    return this.generations[slot]!;
  }

  /** Whether `slot`, a number from an untrusted source, names a block in use. */
  isInUse(slot: number): boolean {
    return slot < this.slotCount && this.inUse[slot] === 1;
  }

  /** Whether a record (slot, generation) from another process names a block that is in use now. */
  matches(slot: number, generation: number): boolean {
    return this.isInUse(slot) && this.generations[slot] === generation;
  }

  /** Number of slots that were ever used: the bound of tables that are parallel to the ledger. */
  get slots(): number {
    return this.slotCount;
  }

  private take(slot: number): void {
    const bytes = this.sizes[slot]!;
    this.inUse[slot] = 1;
    this.bytesInUse += bytes;
    if (this.chunkOfSlot[slot]!.used++ === 0) this.emptyChunks--;
  }

  private cutBlock(sizeClass: number): number {
    const bytes = CLASS_BYTES[sizeClass]!;
    let chunk = this.cutting[sizeClass];
    if (chunk === undefined || chunk.uncut + bytes > (chunk.first + 1) * CHUNK_BYTES) {
      chunk = this.takeChunk(sizeClass);
      if (chunk === undefined) return -1;
      this.cutting[sizeClass] = chunk;
    }
    const slot = this.newSlot(chunk.uncut, bytes);
    this.chunkOfSlot[slot] = chunk;
    chunk.uncut += bytes;
    if (chunk.used++ === 0) this.emptyChunks--;
    return slot;
  }

  private takeChunk(sizeClass: number): CutChunk | undefined {
    let first = this.source.take(1);
    if (first < 0) first = this.recycleChunk();
    if (first < 0) return undefined;
    const chunk: CutChunk = { first, sizeClass, uncut: first * CHUNK_BYTES, used: 0 };
    this.chunks.set(first, chunk);
    this.emptyChunks++;
    this.bytesHeld += CHUNK_BYTES;
    return chunk;
  }

  /** When the segment is used up, a chunk of this arena without a block in use can serve another class. */
  private recycleChunk(): number {
    return this.retireEmptyChunks(1)[0] ?? -1;
  }

  /** Gives back what a burst has left over. Many chunks at a time, because each trim walks whole lists. */
  private trim(): void {
    for (const first of this.retireEmptyChunks(this.emptyChunks - this.keptChunks))
      this.source.giveBack(first, 1);
  }

  /** Forgets at most `most` chunks without a block in use; returns their numbers. */
  private retireEmptyChunks(most: number): number[] {
    const retired = new Set<CutChunk>();
    for (const chunk of this.chunks.values()) {
      if (retired.size === most) break;
      if (chunk.used === 0) retired.add(chunk);
    }
    for (const sizeClass of new Set(Array.from(retired, (chunk) => chunk.sizeClass))) {
      const free = this.freeSlots[sizeClass]!;
      this.freeSlots[sizeClass] = free.filter((slot) => !retired.has(this.chunkOfSlot[slot]!));
      for (const slot of free) if (retired.has(this.chunkOfSlot[slot]!)) this.spareSlots.push(slot);
      const cutting = this.cutting[sizeClass];
      if (cutting !== undefined && retired.has(cutting)) this.cutting[sizeClass] = undefined;
    }
    for (const { first } of retired) this.chunks.delete(first);
    this.emptyChunks -= retired.size;
    this.bytesHeld -= retired.size * CHUNK_BYTES;
    return Array.from(retired, ({ first }) => first);
  }

  private allocateLarge(bytes: number): number {
    const count = chunksFor(bytes);
    let first = this.source.take(count);
    if (first < 0 && this.giveBackEmptyChunks()) first = this.source.take(count);
    if (first < 0) return -1;
    this.bytesHeld += count * CHUNK_BYTES;
    return this.newSlot(first * CHUNK_BYTES, count * CHUNK_BYTES);
  }

  /**
   * For when no run is long enough: chunks that once held small blocks may close the gaps. False when there were none.
   */
  private giveBackEmptyChunks(): boolean {
    const empty = this.retireEmptyChunks(Infinity);
    for (const first of empty) this.source.giveBack(first, 1);
    return empty.length > 0;
  }

  private newSlot(offset: number, bytes: number): number {
    const slot = this.spareSlots.pop() ?? this.growSlots();
    this.offsets[slot] = offset;
    this.sizes[slot] = bytes;
    this.inUse[slot] = 1;
    this.bytesInUse += bytes;
    return slot;
  }

  private growSlots(): number {
    const slot = this.slotCount++;
    if (slot === this.offsets.length) {
      this.offsets = grown(this.offsets);
      this.generations = grown(this.generations);
      this.sizes = grown(this.sizes);
      const inUse = new Uint8Array(this.inUse.length * 2);
      inUse.set(this.inUse);
      this.inUse = inUse;
    }
    this.generations[slot] = this.firstGeneration;
    return slot;
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Where generations start: different in every thread, also in one that replaces another. */
export function someGeneration(): number {
  return Math.floor(Math.random() * FIRST_GENERATION_LIMIT);
}
