import { CACHE_LINE_BYTES } from '../layout/alignment.js';
import type { Arena } from '../memory/arena.js';
import type { TaskType } from '../task/task-type.js';
import type { PoolTarget } from './pool-target.js';
import { writeHeader } from './task-header.js';

/** Larger ones are not kept ready: memory that nobody may ask for. */
const MOST_BYTES = 4096;
/** Lines of a block that are written in advance: those of most tasks. */
const LINES = 4;

/**
 * The block of the next task, made ready by a sender that waits for the answer to its only one and has nothing else to
 * do: most often the next is of the same kind. It is taken and its header written, so that its cache lines, which the
 * worker had last, have come to this core when the call does.
 */
export class NextBlock {
  /** The block that is ready, or -1. */
  private slot = -1;
  /** What the last task was like, and what the block is for. */
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
    // Whoever only may need a block asks nobody for memory: the runtime's answer takes long where there is little.
    if (!arena.hasAtHand(bytes)) return;
    const slot = arena.allocate(bytes);
    const base = arena.offsetOf(slot);
    writeHeader(words, base, arena, slot, type, target!);
    const end = Math.min(bytes, LINES * CACHE_LINE_BYTES);
    // Behind the fields there is nothing yet that could be written over.
    for (let at = type.fixedBytes; at < end; at += CACHE_LINE_BYTES) words[(base + at) >>> 2] = 0;
    this.slot = slot;
  }

  /** Slot of the block if it is ready for such a task, header included, else -1: then nothing is ready any more. */
  take(type: TaskType, target: PoolTarget, bytes: number): number {
    const { slot } = this;
    if (slot < 0) return -1;
    this.slot = -1;
    if (type === this.type && target === this.target && bytes <= this.bytes) return slot;
    this.arena.free(slot);
    return -1;
  }
}
