// Where things lie in the memory that io_uring shares with the kernel (uapi/linux/io_uring.h). Words are of 32 bits;
// the places of the rings' own words come from the kernel, in io_uring_params.
//
// ```text
//  io_uring_params, 120 bytes       submission (SQE), 64 bytes           completion (CQE), 16 bytes
//  word  0 sq_entries               word 0 opcode u8, flags u8, ioprio   word 0 user_data, low
//        1 cq_entries                    1 fd                                 1 user_data, high
//        2 flags                         2 offset in the file, u64            2 result: bytes or -errno
//        3 sq_thread_cpu, …idle          4 address, u64                       3 flags
//        5 features                      6 length
//        6 wq_fd, reserved               7 flags of the operation
//       10 sq_off: head, tail, mask,     8 user_data, u64
//          entries, flags, dropped,     10 nothing that is used here: stays 0
//          array
//       20 cq_off: head, tail, mask,
//          entries, overflow, cqes, flags
// ```

export const PARAMS_WORDS = 30;
export const PARAMS_SQ_ENTRIES_WORD = 0;
export const PARAMS_CQ_ENTRIES_WORD = 1;
export const PARAMS_FLAGS_WORD = 2;
export const PARAMS_FEATURES_WORD = 5;
/** Byte offsets from the start of the ring's memory. */
export const SQ_OFF_WORD = { head: 10, tail: 11, mask: 12, entries: 13, flags: 14, array: 16 } as const;
export const CQ_OFF_WORD = { head: 20, tail: 21, mask: 22, entries: 23, cqes: 25, flags: 26 } as const;

export const SQE_WORDS = 16;
export const SQE_OPCODE_WORD = 0;
export const SQE_FD_WORD = 1;
export const SQE_OFFSET_WORD = 2;
export const SQE_ADDRESS_WORD = 4;
export const SQE_LENGTH_WORD = 6;
export const SQE_OP_FLAGS_WORD = 7;
export const SQE_USER_DATA_WORD = 8;

export const CQE_WORDS = 4;
export const CQE_USER_DATA_WORD = 0;
export const CQE_RESULT_WORD = 2;

/** Where mmap finds the array of submissions. */
export const OFFSET_OF_SQES = 0x1000_0000;

/** What a submission asks for. */
export const IoUringOp = { kNop: 0, kFsync: 3, kRead: 22, kWrite: 23 } as const;
export type IoUringOp = (typeof IoUringOp)[keyof typeof IoUringOp];

/** Flags of a submission, in the second byte of its first word. */
export const SqeFlag = { kLink: 1 << 2, kSkipSuccess: 1 << 6 } as const;

/** `fsync_flags`: as fdatasync. */
export const FSYNC_DATASYNC = 1;

export const SetupFlag = {
  kCqSize: 1 << 3,
  kClamp: 1 << 4,
  kSubmitAll: 1 << 7,
  kCoopTaskrun: 1 << 8,
  kTaskrunFlag: 1 << 9,
} as const;

/**
 * Both rings in one mapping; the kernel keeps completions that do not fit; a read from a file that is not ready waits
 * without a thread.
 */
export const NEEDED_FEATURES = (1 << 0) | (1 << 1) | (1 << 5);

/** Written by the kernel: completions wait for a system call. */
export const SQ_CQ_OVERFLOW = 1 << 1;
export const SQ_TASKRUN = 1 << 2;
/** Written by us: do not signal the eventfd. */
export const CQ_EVENTFD_DISABLED = 1 << 0;

export const ENTER_GETEVENTS = 1 << 0;
export const REGISTER_EVENTFD = 4;

/** For submissions that complete only if something goes wrong. */
export const SILENT_USER_DATA = 0xffff_ffff;

/** Where the kernel has put the words of a ring, and the masks that turn its counters into places. */
export const RING_PLACES = ['sqHead', 'sqTail', 'sqMask', 'cqHead', 'cqTail', 'cqMask', 'cqes'] as const;
export type RingPlaces = Readonly<Record<(typeof RING_PLACES)[number], number>>;

/**
 * Submissions, without the silent ones, that the kernel has taken and not completed. Reads them from a ring's memory,
 * whichever thread drives it.
 * @param silent number of submissions so far that have ended without a completion, or will
 */
export function underWayIn(words: Int32Array, sqes: Uint32Array, places: RingPlaces, silent: number): number {
  const sqHead = Atomics.load(words, places.sqHead);
  const cqHead = Atomics.load(words, places.cqHead);
  let count = (sqHead - cqHead - silent) | 0;
  for (let at = sqHead; at !== Atomics.load(words, places.sqTail); at = (at + 1) | 0) {
    const userData = sqes[(at & places.sqMask) * SQE_WORDS + SQE_USER_DATA_WORD];
    if (userData === SILENT_USER_DATA) count++;
  }
  for (let at = cqHead; at !== Atomics.load(words, places.cqTail); at = (at + 1) | 0) {
    const userData = words[places.cqes + (at & places.cqMask) * CQE_WORDS + CQE_USER_DATA_WORD]! >>> 0;
    if (userData !== SILENT_USER_DATA) count--;
  }
  return count;
}
