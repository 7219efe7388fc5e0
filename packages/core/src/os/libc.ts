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

/** The system calls of io_uring, each a function of its own shape. */
export interface IoUringCalls {
  /** Gives a file descriptor, or -1. */
  setup(entries: number, params: Uint32Array): number;
  /** Gives how many submissions were taken, or -1. */
  enter(fd: number, toSubmit: number, minComplete: number, flags: number): number;
  register(fd: number, opcode: number, argument: Int32Array, count: number): number;
}

/** Calls that few programs make, loaded apart from the rest. */
export interface FileCalls {
  /** Gives a file descriptor, or -1. */
  eventfd(initial: number, flags: number): number;
  /** Two file descriptors, for reading and for writing; -1 when it fails. */
  pipe2(fds: Int32Array, flags: number): number;
  /** Of an open file, into a struct statx of 256 bytes; -1 when it fails. */
  statx(fd: number, mask: number, result: Uint8Array): number;
  /** -1 when it fails. */
  madvise(address: bigint, byteLength: number, advice: number): number;
  /** -1 when it fails. */
  munmap(address: bigint, byteLength: number): number;
  /** -1 when it fails. */
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  /** -1 when it fails. */
  flock(fd: number, operation: number): number;
}

/** What a thread needs that sleeps in place of its event loop, loaded apart from the rest. */
export interface EventLoopCalls {
  /** `uv_loop_t *` of the calling thread; 0 when there is none. */
  currentLoop(): bigint;
  updateTime(loop: bigint): void;
  /** Milliseconds, -1 for ever; 0 when the loop has to run before anybody may sleep in its place. */
  backendTimeout(loop: bigint): number;
  backendFd(loop: bigint): number;
  /** On one struct pollfd; gives how many are ready, or -1. */
  poll(pollfd: Int32Array, count: number, timeoutMs: number): number;
}

/** For doorbells. */
export interface PipeCalls {
  /** -1 when it fails. */
  mkfifo(path: string, mode: number): number;
  /** Gives a file descriptor that Node does not count among its own, or -1. */
  open(path: string, flags: number): number;
  /** Gives the number of bytes, or -1. */
  write(fd: number, bytes: Uint8Array, count: number): number;
  /** Gives the number of bytes, or -1. */
  read(fd: number, bytes: Uint8Array, count: number): number;
}

/** For os/cores.ts. */
export interface CoreCalls {
  currentCore(): number;
  /** Of a thread, 0 for the calling one: -1 when it fails. */
  getAffinity(thread: number, maskBytes: number, mask: Uint8Array): number;
  setAffinity(thread: number, maskBytes: number, mask: Uint8Array): number;
}

/** For os/socket-peer.ts. */
export interface SocketCalls {
  /** Into `value`, as many bytes as `length` says; -1 when it fails. */
  getsockopt(fd: number, level: number, option: number, value: Int32Array, length: Uint32Array): number;
  /** On one struct pollfd; gives how many are ready, or -1. */
  poll(pollfd: Int32Array, count: number, timeoutMs: number): number;
}

let loaded: Libc | undefined;
let loadedEventLoop: EventLoopCalls | null | undefined;
let loadedPipes: PipeCalls | undefined;
let loadedCores: CoreCalls | undefined;
let loadedSockets: SocketCalls | undefined;
let loadedIoUring: IoUringCalls | undefined;
let loadedFiles: FileCalls | undefined;

/** The function table, loaded on first use; `UNSUPPORTED_PLATFORM` where it cannot be. */
export function libc(): Libc {
  return (loaded ??= loadLibc());
}

/** Loaded on first use. */
export function ioUringCalls(): IoUringCalls {
  return (loadedIoUring ??= loadIoUringCalls());
}

/** Loaded on first use. */
export function fileCalls(): FileCalls {
  return (loadedFiles ??= loadFileCalls());
}

/** Loaded on first use; null where this Node does not let others see its event loop. */
export function eventLoopCalls(): EventLoopCalls | null {
  return (loadedEventLoop ??= loadEventLoopCalls());
}

/** Loaded on first use. */
export function pipeCalls(): PipeCalls {
  return (loadedPipes ??= loadPipeCalls());
}

/** Loaded on first use. */
export function coreCalls(): CoreCalls {
  return (loadedCores ??= loadCoreCalls());
}

/** Loaded on first use. */
export function socketCalls(): SocketCalls {
  return (loadedSockets ??= loadSocketCalls());
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

// The numbers are the same on both architectures. syscall(2) takes its arguments in registers, as said above.
const SYS_IO_URING = { setup: 425, enter: 426, register: 427 } as const;

function loadIoUringCalls(): IoUringCalls {
  checkPlatform();
  const library = loadKoffi().load(null);
  const setup = library.func('syscall', 'long', ['long', 'uint32', 'void *']);
  const enter = library.func('syscall', 'long', [
    'long',
    'int',
    'uint32',
    'uint32',
    'uint32',
    'void *',
    'size_t',
  ]);
  const register = library.func('syscall', 'long', ['long', 'int', 'uint32', 'void *', 'uint32']);
  return {
    setup: (entries, params) => setup(SYS_IO_URING.setup, entries, params) as number,
    enter: (fd, toSubmit, minComplete, flags) =>
      enter(SYS_IO_URING.enter, fd, toSubmit, minComplete, flags, null, 0) as number,
    register: (fd, opcode, argument, count) =>
      register(SYS_IO_URING.register, fd, opcode, argument, count) as number,
  };
}

const AT_EMPTY_PATH = 0x1000;
const SYS_STATX: Readonly<Record<string, number>> = { x64: 332, arm64: 291 };

function loadFileCalls(): FileCalls {
  checkPlatform();
  const library = loadKoffi().load(null);
  const statx = library.func('syscall', 'long', ['long', 'int', 'const char *', 'int', 'uint32', 'void *']);
  const ioctl = library.func('ioctl', 'int', ['int', 'ulong', 'void *']);
  const flock = library.func('flock', 'int', ['int', 'int']);
  return {
    munmap: library.func('munmap', 'int', ['uint64', 'size_t']),
    madvise: library.func('madvise', 'int', ['uint64', 'size_t', 'int']),
    eventfd: library.func('eventfd', 'int', ['uint32', 'int']),
    pipe2: library.func('pipe2', 'int', ['void *', 'int']),
    statx: (fd, mask, result) =>
      statx(SYS_STATX[process.arch], fd, '', AT_EMPTY_PATH, mask, result) as number,
    ioctl: (fd, request, argument) => ioctl(fd, request, argument) as number,
    flock: (fd, operation) => flock(fd, operation) as number,
  };
}

/**
 * libuv's functions for those who embed an event loop, and what Node offers addons to find the loop of a thread
 * (`v8::Isolate::GetCurrent`, `node::GetCurrentEventLoop`), under the names that the compilers of both architectures
 * give them.
 */
function loadEventLoopCalls(): EventLoopCalls | null {
  checkPlatform();
  const library = loadKoffi().load(null);
  try {
    const isolate = library.func('_ZN2v87Isolate10GetCurrentEv', 'uint64', []);
    const eventLoop = library.func('_ZN4node19GetCurrentEventLoopEPN2v87IsolateE', 'uint64', ['uint64']);
    return {
      currentLoop: () => BigInt(eventLoop(isolate()) as number | bigint),
      updateTime: library.func('uv_update_time', 'void', ['uint64']),
      backendTimeout: library.func('uv_backend_timeout', 'int', ['uint64']),
      backendFd: library.func('uv_backend_fd', 'int', ['uint64']),
      poll: library.func('poll', 'int', ['void *', 'ulong', 'int']),
    };
  } catch {
    return null;
  }
}

function loadPipeCalls(): PipeCalls {
  checkPlatform();
  const library = loadKoffi().load(null);
  return {
    mkfifo: library.func('mkfifo', 'int', ['const char *', 'uint32']),
    open: library.func('open', 'int', ['const char *', 'int']),
    write: library.func('write', 'int64', ['int', 'void *', 'size_t']),
    read: library.func('read', 'int64', ['int', 'void *', 'size_t']),
  };
}

function loadCoreCalls(): CoreCalls {
  checkPlatform();
  const library = loadKoffi().load(null);
  return {
    currentCore: library.func('sched_getcpu', 'int', []),
    getAffinity: library.func('sched_getaffinity', 'int', ['int', 'size_t', 'void *']),
    setAffinity: library.func('sched_setaffinity', 'int', ['int', 'size_t', 'void *']),
  };
}

function loadSocketCalls(): SocketCalls {
  checkPlatform();
  const library = loadKoffi().load(null);
  return {
    getsockopt: library.func('getsockopt', 'int', ['int', 'int', 'int', 'void *', 'void *']),
    poll: library.func('poll', 'int', ['void *', 'ulong', 'int']),
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
