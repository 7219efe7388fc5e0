// An io_uring of this thread: the kernel reads submissions out of memory that we write, and writes completions into
// memory that we read. One system call submits any number of them; seeing completions takes none.
import { constants } from 'node:os';
import { ChimaeraError } from '../errors.js';
import {
  CQE_RESULT_WORD,
  CQE_USER_DATA_WORD,
  CQE_WORDS,
  CQ_EVENTFD_DISABLED,
  CQ_OFF_WORD,
  ENTER_GETEVENTS,
  type IoUringOp,
  NEEDED_FEATURES,
  OFFSET_OF_SQES,
  PARAMS_CQ_ENTRIES_WORD,
  PARAMS_FEATURES_WORD,
  PARAMS_FLAGS_WORD,
  PARAMS_SQ_ENTRIES_WORD,
  PARAMS_WORDS,
  REGISTER_EVENTFD,
  type RingPlaces,
  SetupFlag,
  SILENT_USER_DATA,
  SQ_CQ_OVERFLOW,
  SQ_OFF_WORD,
  SQ_TASKRUN,
  SQE_ADDRESS_WORD,
  SQE_FD_WORD,
  SQE_LENGTH_WORD,
  SQE_OFFSET_WORD,
  SQE_OP_FLAGS_WORD,
  SQE_OPCODE_WORD,
  SQE_USER_DATA_WORD,
  SQE_WORDS,
  underWayIn,
} from './io-uring-layout.js';
import { fileCalls } from './libc/file-calls.js';
import { ioUringCalls, type IoUringCalls } from './libc/io-uring-calls.js';
import { libc, MAP_FAILED } from './libc/libc.js';
import { errnoName, systemError } from './libc/system-error.js';
import { type MemoryRange, remains } from './thread-remains.js';

const PROT_READ_WRITE = 0x1 | 0x2;
const MAP_SHARED_POPULATE = 0x01 | 0x8000;
const HIGH_WORD = 2 ** 32;
const { EAGAIN, EBUSY, EINTR, EINVAL } = constants.errno;

/** Completions wait for our next system call instead of interrupting us. Older kernels do not know these flags. */
const QUIET = SetupFlag.kCoopTaskrun | SetupFlag.kTaskrunFlag | SetupFlag.kSubmitAll;
const BASIC = SetupFlag.kCqSize | SetupFlag.kClamp;

/** What one submission asks for. */
export interface Submission {
  readonly op: IoUringOp;
  readonly fd: number;
  /** Address of memory that stays in place until the completion has come (native-memory.ts). */
  readonly address: number;
  readonly byteLength: number;
  /** Offset in the file. */
  readonly offset: number;
  /** Comes back with the completion. A u32; SILENT_USER_DATA if there will be none unless something goes wrong. */
  readonly userData: number;
  /** Bits of SqeFlag. */
  readonly flags: number;
  /** Flags of the operation, such as FSYNC_DATASYNC. */
  readonly opFlags: number;
}

/** One ring, used by one thread: prepare submissions, submit them together, reap completions. */
export class IoUring {
  private readonly calls: IoUringCalls;
  private readonly words: Int32Array;
  private readonly sqes: Uint32Array;
  private readonly places: RingPlaces;
  private readonly sqHead: number;
  private readonly sqTail: number;
  private readonly sqFlags: number;
  private readonly sqMask: number;
  private readonly cqHead: number;
  private readonly cqTail: number;
  private readonly cqFlags: number;
  private readonly cqMask: number;
  private readonly cqes: number;
  /** Number of completions that fit in memory; any more wait in the kernel. */
  readonly cqEntries: number;
  readonly sqEntries: number;
  /** As we last wrote them; nobody else writes them. */
  private tail: number;
  private head: number;
  /** Submissions that the kernel has not been told of yet. */
  unsubmitted = 0;
  private silent = 0;
  private readonly noted: { readonly fd: number; readonly ring: number };
  private closed = false;

  /**
   * @throws ChimaeraError SYSTEM_ERROR, with the reason, where there is no io_uring: an old kernel, a system call
   * filter, a limit
   */
  static open(sqEntries: number, cqEntries: number): IoUring {
    const params = new Uint32Array(PARAMS_WORDS);
    const { setup } = ioUringCalls();
    const tryWith = (flags: number): number => {
      params.fill(0);
      params[PARAMS_FLAGS_WORD] = flags;
      params[PARAMS_CQ_ENTRIES_WORD] = cqEntries;
      return setup(sqEntries, params);
    };
    let fd = tryWith(BASIC | QUIET);
    if (fd < 0 && libc().errno() === EINVAL) fd = tryWith(BASIC);
    if (fd < 0) throw systemError('io_uring_setup', libc().errno(), 'this kernel offers no io_uring');
    try {
      return new IoUring(fd, params);
    } catch (error) {
      fileCalls().close(fd);
      throw error;
    }
  }

  private constructor(
    private readonly fd: number,
    params: Uint32Array,
  ) {
    if ((params[PARAMS_FEATURES_WORD]! & NEEDED_FEATURES) !== NEEDED_FEATURES) {
      throw new ChimaeraError(
        'SYSTEM_ERROR',
        'the io_uring of this kernel is too old; use Linux 5.7 or newer',
      );
    }
    this.calls = ioUringCalls();
    this.sqEntries = params[PARAMS_SQ_ENTRIES_WORD]!;
    this.cqEntries = params[PARAMS_CQ_ENTRIES_WORD]!;
    const sqEnd = params[SQ_OFF_WORD.array]! + this.sqEntries * 4;
    const cqEnd = params[CQ_OFF_WORD.cqes]! + this.cqEntries * CQE_WORDS * 4;
    const rings = mapRing(fd, Math.max(sqEnd, cqEnd), 0);
    const sqes = mapRing(fd, this.sqEntries * SQE_WORDS * 4, OFFSET_OF_SQES);
    this.words = new Int32Array(rings.buffer);
    this.sqes = new Uint32Array(sqes.buffer);
    const wordAt = (param: number): number => params[param]! >>> 2;
    this.sqHead = wordAt(SQ_OFF_WORD.head);
    this.sqTail = wordAt(SQ_OFF_WORD.tail);
    this.sqFlags = wordAt(SQ_OFF_WORD.flags);
    this.cqHead = wordAt(CQ_OFF_WORD.head);
    this.cqTail = wordAt(CQ_OFF_WORD.tail);
    this.cqFlags = wordAt(CQ_OFF_WORD.flags);
    this.cqes = wordAt(CQ_OFF_WORD.cqes);
    this.sqMask = this.words[wordAt(SQ_OFF_WORD.mask)]!;
    this.cqMask = this.words[wordAt(CQ_OFF_WORD.mask)]!;
    this.tail = this.words[this.sqTail]!;
    this.head = this.words[this.cqHead]!;
    // Submission i always lies in place i, so the ring's indirection is written once.
    const array = wordAt(SQ_OFF_WORD.array);
    for (let i = 0; i < this.sqEntries; i++) this.words[array + i] = i;
    const { sqHead, sqTail, sqMask, cqHead, cqTail, cqMask, cqes } = this;
    this.places = { sqHead, sqTail, sqMask, cqHead, cqTail, cqMask, cqes };
    const ring = remains().noteRing({ rings, sqes, places: this.places, silent: 0 });
    this.noted = { fd: remains().noteDescriptor(fd), ring };
  }

  /** Number of submissions that can be prepared before `submit` has to be called. */
  get room(): number {
    return this.sqEntries - ((this.tail - Atomics.load(this.words, this.sqHead)) | 0);
  }

  /** Writes a submission into the ring. The caller has checked that there is `room`. */
  prepare(submission: Submission): void {
    const { sqes } = this;
    const { address, offset, userData } = submission;
    if (userData === SILENT_USER_DATA) this.countSilent(1);
    const at = (this.tail & this.sqMask) * SQE_WORDS;
    sqes[at + SQE_OPCODE_WORD] = submission.op | (submission.flags << 8);
    sqes[at + SQE_FD_WORD] = submission.fd;
    sqes[at + SQE_OFFSET_WORD] = offset;
    sqes[at + SQE_OFFSET_WORD + 1] = offset / HIGH_WORD;
    sqes[at + SQE_ADDRESS_WORD] = address;
    sqes[at + SQE_ADDRESS_WORD + 1] = address / HIGH_WORD;
    sqes[at + SQE_LENGTH_WORD] = submission.byteLength;
    sqes[at + SQE_OP_FLAGS_WORD] = submission.opFlags;
    sqes[at + SQE_USER_DATA_WORD] = userData;
    sqes[at + SQE_USER_DATA_WORD + 1] = 0;
    this.tail = (this.tail + 1) | 0;
    // [uring.submit] The kernel reads the tail only in io_uring_enter; the ordered store is for its own polling
    // threads.
    Atomics.store(this.words, this.sqTail, this.tail);
    this.unsubmitted++;
  }

  /**
   * Tells the kernel of everything prepared, with one system call. Submissions that it does not take now because it is
   * short of memory stay `unsubmitted` and are taken by a later call.
   */
  submit(): void {
    if (this.unsubmitted === 0) return;
    this.enter(this.unsubmitted, 0);
  }

  /**
   * Hands every completion to `take`, in order of arrival; returns their number. Makes a system call only where the
   * kernel says that completions wait for one.
   */
  reap(take: (userData: number, result: number) => void): number {
    const { words } = this;
    if ((words[this.sqFlags]! & (SQ_TASKRUN | SQ_CQ_OVERFLOW)) !== 0)
      this.enter(this.unsubmitted, ENTER_GETEVENTS);
    // [uring.complete] The kernel stores the tail after the entries.
    const tail = Atomics.load(words, this.cqTail);
    const count = (tail - this.head) | 0;
    if (count === 0) return 0;
    for (let i = 0; i < count; i++) {
      const at = this.cqes + (this.head & this.cqMask) * CQE_WORDS;
      const userData = words[at + CQE_USER_DATA_WORD]! >>> 0;
      const result = words[at + CQE_RESULT_WORD]!;
      this.head = (this.head + 1) | 0;
      // Hand the place back before calling `take`, which may submit more.
      Atomics.store(words, this.cqHead, this.head);
      if (userData === SILENT_USER_DATA) this.countSilent(-1);
      take(userData, result);
    }
    return count;
  }

  /** From now on completions signal this eventfd, while `setEventfdEnabled` says so. @throws SYSTEM_ERROR */
  registerEventfd(eventfd: number): void {
    if (this.calls.register(this.fd, REGISTER_EVENTFD, new Int32Array([eventfd]), 1) < 0)
      throw systemError('io_uring_register', libc().errno(), 'an eventfd for completions');
  }

  setEventfdEnabled(enabled: boolean): void {
    Atomics.store(this.words, this.cqFlags, enabled ? 0 : CQ_EVENTFD_DISABLED);
  }

  /** Submissions that the kernel has taken and not completed, without the silent ones. */
  get underWay(): number {
    return underWayIn(this.words, this.sqes, this.places, this.silent);
  }

  /**
   * Nothing more is submitted or reaped. The mappings stay, like all of ours, and for the kernel the ring stays with
   * them: what is under way ends as if nothing had happened.
   */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    remains().forget(this.noted.fd);
    fileCalls().close(this.fd);
  }

  private countSilent(change: number): void {
    this.silent += change;
    remains().setSilent(this.noted.ring, this.silent);
  }

  private enter(toSubmit: number, flags: number): void {
    const submitted = this.calls.enter(this.fd, toSubmit, 0, flags);
    if (submitted >= 0) {
      this.unsubmitted -= submitted;
      return;
    }
    const errno = libc().errno();
    // The kernel is short of memory, or wants completions to be reaped first. Both pass.
    if (errno === EAGAIN || errno === EBUSY || errno === EINTR) return;
    throw systemError('io_uring_enter', errno, `${toSubmit} submissions, ${errnoName(errno)}`);
  }
}

function mapRing(fd: number, byteLength: number, offset: number): MemoryRange & { buffer: ArrayBuffer } {
  const address = libc().mmap(null, byteLength, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, offset);
  if (address === MAP_FAILED) throw systemError('mmap', libc().errno(), `${byteLength} bytes of an io_uring`);
  return { address: Number(address), byteLength, buffer: libc().view(address, byteLength) };
}
