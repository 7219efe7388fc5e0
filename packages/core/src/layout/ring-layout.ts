/**
 * A single-producer single-consumer ring of 16-byte entries (design D4).
 *
 * ```text
 *    0 +------------------------------+
 *      | tail      (producer writes)  |  next entry to be written, free-running u32; may be behind
 *   64 +------------------------------+
 *      | head      (consumer writes)  |  next entry to be read, free-running u32
 *      | watched   (consumer writes)  |  1 while the consumer polls this very ring
 *      | lost      (control plane)    |  next entry that consumers which died had not taken
 *  128 +------------------------------+
 *      | entry 0   w0 w1 w2 w3        |
 *      | entry 1                      |
 *      | ...       capacity entries   |
 *      +------------------------------+
 * ```
 *
 * An entry is there when the upper half of its last word, which is stored last, is the lap in which the producer is to
 * write it. So whoever waits for an entry looks at the entry, and its cache line is the only one that has to travel;
 * the tail is for the successor of a producer, and tells an entry that was written over from one that is still to be
 * written. Storing `head` hands places back. Each side keeps its own index in private memory and never reads it back
 * from here: the other process may write anything.
 */
import { CACHE_LINE_BYTES } from './alignment.js';

export const RING_TAIL_OFFSET = 0;
export const RING_HEAD_OFFSET = RING_TAIL_OFFSET + CACHE_LINE_BYTES;
export const RING_WATCHED_OFFSET = RING_HEAD_OFFSET + 4;
export const RING_LOST_OFFSET = RING_WATCHED_OFFSET + 4;
export const RING_ENTRIES_OFFSET = RING_HEAD_OFFSET + CACHE_LINE_BYTES;

export const RING_ENTRY_BYTES = 16;
export const RING_ENTRY_WORDS = RING_ENTRY_BYTES / 4;

/** The word of an entry that publishes it: what the tables below say of w3, and above it the lap. */
export const RING_ENTRY_LAST_WORD = RING_ENTRY_WORDS - 1;
export const RING_LAP_BITS = 16;
export const RING_LAP_SHIFT = 32 - RING_LAP_BITS;
/** The bits of an entry's last word below the lap. */
export const RING_KIND_MASK = 2 ** RING_LAP_SHIFT - 1;

/** Bytes of a ring with `capacity` entries, a multiple of the cache line when the capacity is at least 4. */
export function ringBytes(capacity: number): number {
  return RING_ENTRIES_OFFSET + capacity * RING_ENTRY_BYTES;
}

/**
 * What a party sends to a worker.
 *
 * | kind    | w0                 | w1   | w2               | w3   |
 * |---------|--------------------|------|------------------|------|
 * | SUBMIT  | offset of the block| slot | block generation | kind |
 * | CANCEL  | offset of the block| slot | block generation | kind |
 * | RELEASE | 0                  | spill| spill generation | kind |
 */
export const SubmissionKind = { kSubmit: 1, kCancel: 2, kRelease: 3 } as const;
export type SubmissionKind = (typeof SubmissionKind)[keyof typeof SubmissionKind];

/**
 * What a worker sends back.
 *
 * | kind     | w0   | w1               | w2          | w3                  |
 * |----------|------|------------------|-------------|---------------------|
 * | COMPLETE | slot | block generation | return code | kind                |
 * | REDIRECT | slot | block generation | container   | kind, worker \<\< 8 |
 * | STRAY    | slot | block generation | 0           | kind                |
 *
 * The results of a completed task are in its block, published by the same store. A redirected task was
 * sent to a worker that does not have the container; the sender sends it again to the one named. A stray one named a
 * block in which another task was found: its sender has given it up, or somebody has written there.
 */
export const CompletionKind = { kComplete: 1, kRedirect: 2, kStray: 3 } as const;
export type CompletionKind = (typeof CompletionKind)[keyof typeof CompletionKind];
