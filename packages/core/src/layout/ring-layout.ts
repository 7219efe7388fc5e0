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
 * An entry is complete once the upper half of its last word, which is stored last, holds the current lap of the
 * producer. So a consumer polls the entry itself, and no other cache line has to travel. The tail tells the successor
 * of a dead producer where to go on, and tells an overwritten entry from one that is still to be written. Storing
 * `head` hands places back. Each side keeps its own index in private memory and never reads it back from here, because
 * the other process may write anything.
 */
import { CACHE_LINE_BYTES } from './alignment.js';

export const RING_TAIL_OFFSET = 0;
export const RING_HEAD_OFFSET = RING_TAIL_OFFSET + CACHE_LINE_BYTES;
export const RING_WATCHED_OFFSET = RING_HEAD_OFFSET + 4;
export const RING_LOST_OFFSET = RING_WATCHED_OFFSET + 4;
export const RING_ENTRIES_OFFSET = RING_HEAD_OFFSET + CACHE_LINE_BYTES;

export const RING_ENTRY_BYTES = 16;
export const RING_ENTRY_WORDS = RING_ENTRY_BYTES / 4;

/** The word that publishes an entry: w3 of the tables below, and above it the lap. */
export const RING_ENTRY_LAST_WORD = RING_ENTRY_WORDS - 1;
export const RING_LAP_BITS = 16;
export const RING_LAP_SHIFT = 32 - RING_LAP_BITS;
/** The bits of an entry's last word below the lap. */
export const RING_KIND_MASK = 2 ** RING_LAP_SHIFT - 1;

/** Bytes of a ring with `capacity` entries: a multiple of the cache line if the capacity is at least 4. */
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
 * | REPEAT  | offset of the block| slot | block generation | kind, epoch \<\< 8 |
 *
 * REPEAT says again what a SUBMIT before it has said, for the case that somebody has written over that one. It is for
 * the thread of the worker whose epoch it names, modulo 256: a successor has been sent, or will be, what concerns it.
 */
export const SubmissionKind = { kSubmit: 1, kCancel: 2, kRelease: 3, kRepeat: 4 } as const;
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
 * The results of a completed task are in its block, published by the same store. REDIRECT: the task was sent to a
 * worker that does not have the container; the sender sends it again, to the worker named here. STRAY: another task was
 * found in the block, because the sender has given this one up or because somebody has overwritten it.
 */
export const CompletionKind = { kComplete: 1, kRedirect: 2, kStray: 3 } as const;
export type CompletionKind = (typeof CompletionKind)[keyof typeof CompletionKind];
