/**
 * A task in the main segment. It takes as few cache lines as possible, because each one travels to the worker's core
 * and back.
 *
 * ```text
 *    0 +-----------------------------------------------+
 *      | generation slot blockBytes heapStart          |  the sender's words: written before the task is
 *      | poolMajor poolMinor method layoutHash         |  published, only read afterwards
 *      | flags containerId queryKind queryA            |
 *      | queryB nodeOrigin nodeMajor nodeMinor         |
 *   64 +-----------------------------------------------+
 *      | state returnCode errorRef errorBytes          |  the worker's words: zeroed by the sender, published
 *      | spillSlot spillGeneration                     |  by the completion
 *   88 +-----------------------------------------------+
 *      | Out fields, then In and InOut fields ...      |
 *      +-----------------------------------------------+  fixedBytes
 *      | heap: strings, bytes, vectors, maps ...       |
 *      +-----------------------------------------------+  blockBytes
 * ```
 *
 * Generated code places the fields; `fixedBytes` is where the heap begins. Offsets are in bytes from the block,
 * `*_WORD` in 4-byte words.
 */
import { CACHE_LINE_BYTES } from './alignment.js';

export const TASK_GENERATION_WORD = 0;
export const TASK_SLOT_WORD = TASK_GENERATION_WORD + 1;
export const TASK_BLOCK_BYTES_WORD = TASK_SLOT_WORD + 1;
export const TASK_HEAP_START_WORD = TASK_BLOCK_BYTES_WORD + 1;
export const TASK_POOL_MAJOR_WORD = TASK_HEAP_START_WORD + 1;
export const TASK_POOL_MINOR_WORD = TASK_POOL_MAJOR_WORD + 1;
export const TASK_METHOD_WORD = TASK_POOL_MINOR_WORD + 1;
export const TASK_LAYOUT_HASH_WORD = TASK_METHOD_WORD + 1;
export const TASK_FLAGS_WORD = TASK_LAYOUT_HASH_WORD + 1;
export const TASK_CONTAINER_WORD = TASK_FLAGS_WORD + 1;
export const TASK_QUERY_KIND_WORD = TASK_CONTAINER_WORD + 1;
export const TASK_QUERY_A_WORD = TASK_QUERY_KIND_WORD + 1;
export const TASK_QUERY_B_WORD = TASK_QUERY_A_WORD + 1;
export const TASK_NODE_ORIGIN_WORD = TASK_QUERY_B_WORD + 1;
export const TASK_NODE_MAJOR_WORD = TASK_NODE_ORIGIN_WORD + 1;
export const TASK_NODE_MINOR_WORD = TASK_NODE_MAJOR_WORD + 1;

export const TASK_STATE_WORD = CACHE_LINE_BYTES / 4;
export const TASK_RETURN_CODE_WORD = TASK_STATE_WORD + 1;
export const TASK_ERROR_WORD = TASK_RETURN_CODE_WORD + 1;
export const TASK_ERROR_BYTES_WORD = TASK_ERROR_WORD + 1;
export const TASK_SPILL_SLOT_WORD = TASK_ERROR_BYTES_WORD + 1;
export const TASK_SPILL_GENERATION_WORD = TASK_SPILL_SLOT_WORD + 1;

/**
 * The low bits of TASK_SPILL_SLOT_WORD: number, from 1, of the record of the outputs that did not fit. The bits above
 * hold the binary logarithm of the record's size in bytes, rounded up.
 */
export const SPILL_SLOT_BITS = 26;
export const SPILL_SLOT_MASK = 2 ** SPILL_SLOT_BITS - 1;

/** The smallest `fixedBytes` of a task; generated code places the fields from here on. */
export const TASK_HEADER_BYTES = (TASK_SPILL_GENERATION_WORD + 1) * 4;

/** Stored in TASK_CONTAINER_WORD when the sender knew no container. */
export const UNRESOLVED_CONTAINER = 0xffff_ffff;

/** Bits of TASK_FLAGS_WORD. */
export const TaskFlag = {
  kPeriodic: 1 << 0,
  kFireAndForget: 1 << 1,
  kForceNet: 1 << 2,
  kHighLatency: 1 << 3,
  /** A monitor has been asked for the container already, in mode kGlobalSchedule (checklist SIL20). */
  kRouted: 1 << 4,
  /** The sender has given the task up: if it has not begun, it never will. The cancellation record may come later. */
  kCancelled: 1 << 5,
} as const;

/**
 * Values of TASK_STATE_WORD. A waiting party believes the completion ring. It looks here only when a worker has died,
 * to tell which tasks had begun, and when a record does not come. kComplete is the last word that a worker writes to a
 * block.
 * kWaiting is a task that a worker keeps in a lane or for its container, kSentBack one that it answered with a
 * redirect. So no worker has taken in a task that is still kSubmitted.
 */
export const TaskState = { kSubmitted: 0, kRunning: 1, kComplete: 2, kWaiting: 3, kSentBack: 4 } as const;
export type TaskState = (typeof TaskState)[keyof typeof TaskState];
