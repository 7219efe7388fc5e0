import { openKoffi } from './library.js';

/** Which system call waits on a futex and wakes it, per architecture. */
const FUTEX_SYSCALL: Readonly<Record<string, number>> = { x64: 202, arm64: 98 };

/** What every process needs: memory and futexes. Addresses are bigints; sizes and offsets are numbers. */
export interface Libc {
  readonly futexSyscall: number;
  /** Returns the address, or `MAP_FAILED`. */
  mmap(hint: null, byteLength: number, protection: number, flags: number, fd: number, offset: number): bigint;
  /** Returns an error number; does not set errno. */
  posixFallocate(fd: number, offset: number, byteLength: number): number;
  fallocate(fd: number, mode: number, offset: number, byteLength: number): number;
  schedYield(): number;
  /** `syscall(2)` with the arguments of FUTEX_WAIT. */
  futexWait(
    syscall: number,
    address: bigint,
    operation: number,
    expected: number,
    timeout: Int32Array | null,
  ): number;
  /** `syscall(2)` with the arguments of FUTEX_WAKE. */
  futexWake(syscall: number, address: bigint, operation: number, count: number): number;
  errno(): number;
  /** The memory at an address, without copying it. */
  view(address: bigint, byteLength: number): ArrayBuffer;
  /** Like `posixFallocate`, on a thread of the pool. */
  posixFallocateAsync(fd: number, offset: number, byteLength: number): Promise<number>;
}

/** What `mmap` returns when it fails: (void *)-1. */
export const MAP_FAILED = 0xffff_ffff_ffff_ffffn;

let loaded: Libc | undefined;

/** Loaded on first use. @throws ChimaeraError UNSUPPORTED_PLATFORM where it cannot be */
export function libc(): Libc {
  return (loaded ??= loadLibc());
}

function loadLibc(): Libc {
  const koffi = openKoffi();
  const library = koffi.load(null);
  const posixFallocate = library.func('posix_fallocate', 'int', ['int', 'int64', 'int64']);
  // syscall(2) is variadic in C, but takes its arguments in registers like any other function on both architectures;
  // declared with a fixed list, koffi calls it twice as fast.
  return {
    futexSyscall: FUTEX_SYSCALL[process.arch],
    mmap: library.func('mmap', 'void *', ['void *', 'size_t', 'int', 'int', 'int', 'int64']),
    posixFallocate: posixFallocate as unknown as Libc['posixFallocate'],
    fallocate: library.func('fallocate', 'int', ['int', 'int', 'int64', 'int64']),
    schedYield: library.func('sched_yield', 'int', []),
    futexWait: library.func('syscall', 'long', ['long', 'uint64', 'long', 'uint32', 'const void *']),
    futexWake: library.func('syscall', 'long', ['long', 'uint64', 'long', 'int']),
    errno: koffi.errno as () => number,
    view: koffi.view as (address: bigint, byteLength: number) => ArrayBuffer,
    posixFallocateAsync: (fd, offset, byteLength) =>
      new Promise((resolve, reject) => {
        posixFallocate.async(fd, offset, byteLength, (error: Error | null, errno: number) =>
          error ? reject(error) : resolve(errno),
        );
      }),
  };
}
