// The C library of this process, reached through koffi: the only file that knows koffi. Internal to os/.
// koffi costs milliseconds to load, so it is loaded with the first call and not with the first import.
import { createRequire } from 'node:module';
import { getSystemErrorName } from 'node:util';
import type * as Koffi from 'koffi';
import { ChimaeraError } from '../errors.js';

/** Which system call waits on a futex and wakes it, per architecture. */
const FUTEX_SYSCALL: Readonly<Record<string, number>> = { x64: 202, arm64: 98 };

/** The functions in use. Addresses are bigints; sizes and offsets are numbers. */
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
  /** The memory at an address, without a copy. */
  view(address: bigint, byteLength: number): ArrayBuffer;
  /** Like `posixFallocate`, on a thread of the pool. */
  posixFallocateAsync(fd: number, offset: number, byteLength: number): Promise<number>;
}

/** What `mmap` returns when it fails: (void *)-1. */
export const MAP_FAILED = 0xffff_ffff_ffff_ffffn;

let loaded: Libc | undefined;

/** The function table, loaded on first use; `UNSUPPORTED_PLATFORM` where it cannot be. */
export function libc(): Libc {
  return (loaded ??= loadLibc());
}

/** Throws `UNSUPPORTED_PLATFORM` unless this is Linux on x64 or arm64. */
export function checkPlatform(platform: string = process.platform, arch: string = process.arch): void {
  if (platform !== 'linux') {
    throw new ChimaeraError(
      'UNSUPPORTED_PLATFORM',
      `Chimaera needs the futexes and the /dev/shm of Linux, which ${platform} lacks. Run it on Linux (x64 or arm64), for example in a container.`,
    );
  }
  if (FUTEX_SYSCALL[arch] === undefined) {
    throw new ChimaeraError(
      'UNSUPPORTED_PLATFORM',
      `Chimaera does not know the system calls of Linux on ${arch}. Run it on x64 or arm64.`,
    );
  }
}

/** The error for a call that failed: names the call, the system's name of the error, and what it was about. */
export function systemError(call: string, errno: number, about: string): ChimaeraError {
  return new ChimaeraError('SYSTEM_ERROR', `${call} failed with ${errnoName(errno)}: ${about}.`);
}

/** ENOSPC for 28, and so on. */
export function errnoName(errno: number): string {
  return errno > 0 ? getSystemErrorName(-errno) : `errno ${errno}`;
}

function loadLibc(): Libc {
  checkPlatform();
  const koffi = loadKoffi();
  const library = koffi.load(null);
  const posixFallocate = library.func('posix_fallocate', 'int', ['int', 'int64', 'int64']);
  // syscall(2) is variadic in C, but takes its arguments in registers like any other function on both
  // architectures; declared with a fixed list, koffi calls it twice as fast.
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

function loadKoffi(): typeof Koffi {
  try {
    return createRequire(import.meta.url)('koffi') as typeof Koffi;
  } catch (cause) {
    throw new ChimaeraError(
      'UNSUPPORTED_PLATFORM',
      `The package koffi, or its prebuilt library for linux-${process.arch}, cannot be loaded. Install without --omit=optional, on the platform that runs the program. (${String(cause)})`,
      { cause },
    );
  }
}
