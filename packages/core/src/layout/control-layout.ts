/**
 * The head of the main segment: who is asleep, who needs attention, which pools exist.
 *
 * ```text
 *        0 +--------------------------------------+
 *          | magic, layout version, state, bytes  |  segment header, written once by the runtime
 *    4 KiB +--------------------------------------+
 *          | worker block 0 .. MAX_WORKERS-1      |  512 bytes each: parked flag, summary of rings
 *   20 KiB +--------------------------------------+
 *          | party block 0 .. MAX_PARTIES-1       |  256 bytes each: parked flag, reply to a grant
 *  276 KiB +--------------------------------------+
 *          | pool directory                       |  where a client finds a container's worker
 *  512 KiB +--------------------------------------+
 *          | chunks owned by parties ...          |
 *          +--------------------------------------+
 * ```
 *
 * Clients can write all of this. The runtime therefore believes none of it: flags and the summary are hints that cost
 * at most a wasted look or a late wake, and the directory is only ever read by clients.
 */
import { CACHE_LINE_BYTES, CHUNK_BYTES, alignUp } from './alignment.js';

/** "CHI1", the first word of every segment. */
export const SEGMENT_MAGIC = 0x3149_4843;
/** Raised whenever a layout in this folder changes; the handshake compares it (design D2). */
export const CORE_LAYOUT_VERSION = 6;

export const HEADER_MAGIC_WORD = 0;
export const HEADER_VERSION_WORD = 1;
/** 1 while the runtime serves, 0 once it has been stopped. Tells clients how their connection ended. */
export const HEADER_ALIVE_WORD = 2;
/** Raised whenever the pool directory changes. */
export const HEADER_DIRECTORY_VERSION_WORD = CACHE_LINE_BYTES / 4;

/** How many parties poll, as far as pollers have to know (`Crowding`, design D8). A hint. */
export const HEADER_CROWDING_WORD = (2 * CACHE_LINE_BYTES) / 4;

/**
 * - `kCrowded`: more parties poll than there are cores. A poller that finds nothing yields now and then, because the
 *   party it waits for may be waiting for the core.
 * - `kPacked`: twice as many, so that another poller waits for each core. A poller that finds nothing yields at once.
 *   With fewer pollers that would be wrong: two parties with a core each answer one another while they poll.
 */
export const Crowding = { kNone: 0, kCrowded: 1, kPacked: 2 } as const;

/** Workers are parties 0 .. MAX_WORKERS-1 at most; clients come after the last worker. */
export const MAX_WORKERS = 32;
/** Parties (workers and client sessions) at one time. */
export const MAX_PARTIES = 1024;

export const WORKER_BLOCKS_OFFSET = 4096;
export const WORKER_BLOCK_BYTES = 512;

/** Worker block: 1 while the worker sleeps in its event loop. Whoever resets it to 0 rings the bell. */
export const WORKER_PARKED_WORD = 0;
/** Raised each time the thread behind this worker is replaced. */
export const WORKER_EPOCH_WORD = CACHE_LINE_BYTES / 4;
/** One more than the number of the core on which the worker ran last; 0 while unknown. A hint. */
export const WORKER_CORE_WORD = WORKER_EPOCH_WORD + 1;
/** Bit i says that summary word i is not zero. */
export const WORKER_SUMMARY_TOP_WORD = (2 * CACHE_LINE_BYTES) / 4;
/** Bit p of these 32 words says that party p has put something into its ring to this worker. */
export const WORKER_SUMMARY_WORD = WORKER_SUMMARY_TOP_WORD + 1;
export const WORKER_SUMMARY_WORDS = MAX_PARTIES / 32;

export const PARTY_BLOCKS_OFFSET = WORKER_BLOCKS_OFFSET + MAX_WORKERS * WORKER_BLOCK_BYTES;
export const PARTY_BLOCK_BYTES = 256;

/** Party block: how the party sleeps (`Parked`). Whoever resets it to 0 wakes the party. Also its futex. */
export const PARTY_PARKED_WORD = 0;
/** Party block, second line, written by the control plane: number of the request for chunks that it has answered. */
export const PARTY_GRANT_SEQUENCE_WORD = CACHE_LINE_BYTES / 4;
export const PARTY_GRANT_CHUNK_WORD = PARTY_GRANT_SEQUENCE_WORD + 1;
export const PARTY_GRANT_COUNT_WORD = PARTY_GRANT_CHUNK_WORD + 1;

/** How a party sleeps, so that a worker knows how to wake it. */
export const Parked = { kAwake: 0, kEventLoop: 1, kFutex: 2 } as const;
export type Parked = (typeof Parked)[keyof typeof Parked];

export const DIRECTORY_OFFSET = alignUp(PARTY_BLOCKS_OFFSET + MAX_PARTIES * PARTY_BLOCK_BYTES, 4096);
/**
 * Directory: word 0 version (odd while being written), word 1 number of words in use, then for every pool poolMajor,
 * poolMinor, containers, and the worker of each container.
 */
export const DIRECTORY_VERSION_WORD = 0;
export const DIRECTORY_WORDS_WORD = 1;
export const DIRECTORY_ENTRIES_WORD = 2;

export const CHUNKS_OFFSET = 8 * CHUNK_BYTES;
export const DIRECTORY_BYTES = CHUNKS_OFFSET - DIRECTORY_OFFSET;

/** Byte offset of worker `index`'s block. */
export function workerBlockOffset(index: number): number {
  return WORKER_BLOCKS_OFFSET + index * WORKER_BLOCK_BYTES;
}

/** Byte offset of party `id`'s block. */
export function partyBlockOffset(id: number): number {
  return PARTY_BLOCKS_OFFSET + id * PARTY_BLOCK_BYTES;
}

/** First chunk that parties may own: the main segment begins with the control area, the others with a header. */
export function firstChunkOf(segment: number): number {
  return segment === 0 ? CHUNKS_OFFSET / CHUNK_BYTES : 1;
}

assertLayout();

/** Layouts are checked at load, so that an edit that makes two areas overlap is noticed before anything runs. */
function assertLayout(): void {
  const workerBlockEnd = (WORKER_SUMMARY_WORD + WORKER_SUMMARY_WORDS) * 4;
  if (workerBlockEnd > WORKER_BLOCK_BYTES) throw new Error('worker block overflows');
  if ((PARTY_GRANT_COUNT_WORD + 1) * 4 > PARTY_BLOCK_BYTES) throw new Error('party block overflows');
  if (DIRECTORY_BYTES < 64 * 1024) throw new Error('pool directory too small');
}
