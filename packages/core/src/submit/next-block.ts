import { CACHE_LINE_BYTES } from '../layout/alignment.js';
import type { Arena } from '../memory/arena.js';
import type { TaskType } from '../task/task-type.js';
import type { PoolTarget } from './pool-target.js';
import { writeHeader } from './task-header.js';

/** Larger blocks are not kept ready, because nobody may ever ask for them. */
const MOST_BYTES = 4096;
/** Cache lines of a block that are written in advance: as many as most tasks have. */
const LINES = 4;

/**
 * The block of the next task, made ready by a sender that waits for the answer to its only task and has nothing else to
 * do. Usually the next task is of the same kind. The block is allocated and its header written, so that its cache
 * lines, last used by the worker, have reached this core when the call comes.
 */
export class NextBlock {
  /** The block that is ready, or -1. */
  private slot = -1;
  /** The type and target of the last task, for which the block is prepared. */
  private type: TaskType | undefined;
  private target: PoolTarget | undefined;
  private bytes = 0;

  constructor(
    private readonly words: Uint32Array,
    private readonly arena: Arena,
  ) {}

  /** A task of this kind, in this block, is the only one under way. */
  note(type: TaskType, target: PoolTarget, slot: number): void {
    this.type = type;
    this.target = target;
    this.bytes = this.arena.bytesOf(slot);
  }

  /** Makes a block ready for a task like the last one. */
  prepare(): void {
    const { type, target, bytes, words, arena } = this;
    if (this.slot >= 0 || type === undefined || bytes > MOST_BYTES) return;
    // Only from memory at hand: the block may never be used, and the runtime is slow to answer where memory is short.
    if (!arena.hasAtHand(bytes)) return;
    const slot = arena.allocate(bytes);
    const base = arena.offsetOf(slot);
    writeHeader(words, base, arena, slot, type, target!);
    const end = Math.min(bytes, LINES * CACHE_LINE_BYTES);
    // There is nothing behind the fields yet that this could overwrite.
    for (let at = type.fixedBytes; at < end; at += CACHE_LINE_BYTES) words[(base + at) >>> 2] = 0;
    this.slot = slot;
  }

  /**
   * Slot of the prepared block, header included, if it fits this task, else -1. Either way none is ready afterwards.
   */
  take(type: TaskType, target: PoolTarget, bytes: number): number {
    const { slot } = this;
    if (slot < 0) return -1;
    this.slot = -1;
    if (type === this.type && target === this.target && bytes <= this.bytes) return slot;
    this.arena.free(slot);
    return -1;
  }
}
