import { openLibrary } from './library.js';

const AT_EMPTY_PATH = 0x1000;
const SYS_STATX: Readonly<Record<string, number>> = { x64: 332, arm64: 291 };

/** Calls that few programs make. Loaded apart from the rest. */
export interface FileCalls {
  /** Returns a file descriptor, or -1. */
  eventfd(initial: number, flags: number): number;
  /** Writes two file descriptors, for reading and for writing. Returns -1 on failure. */
  pipe2(fds: Int32Array, flags: number): number;
  /** Writes a struct statx of 256 bytes about an open file. Returns -1 on failure. */
  statx(fd: number, mask: number, result: Uint8Array): number;
  /** Returns -1 on failure. */
  madvise(address: bigint, byteLength: number, advice: number): number;
  /** Returns -1 on failure. */
  munmap(address: bigint, byteLength: number): number;
  /** Returns -1 on failure. */
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  /** Returns -1 on failure. */
  flock(fd: number, operation: number): number;
  /**
   * For descriptors that Node has not opened. In worker threads Node keeps track of those that it has opened, and warns
   * when an unknown one is closed.
   */
  close(fd: number): void;
}

let loaded: FileCalls | undefined;

/** Loaded on first use. */
export function fileCalls(): FileCalls {
  return (loaded ??= loadFileCalls());
}

function loadFileCalls(): FileCalls {
  const library = openLibrary();
  const statx = library.func('syscall', 'long', ['long', 'int', 'const char *', 'int', 'uint32', 'void *']);
  const ioctl = library.func('ioctl', 'int', ['int', 'ulong', 'void *']);
  const close = library.func('close', 'int', ['int']);
  const flock = library.func('flock', 'int', ['int', 'int']);
  return {
    munmap: library.func('munmap', 'int', ['uint64', 'size_t']),
    madvise: library.func('madvise', 'int', ['uint64', 'size_t', 'int']),
    eventfd: library.func('eventfd', 'int', ['uint32', 'int']),
    pipe2: library.func('pipe2', 'int', ['void *', 'int']),
    statx: (fd, mask, result) =>
      statx(SYS_STATX[process.arch], fd, '', AT_EMPTY_PATH, mask, result) as number,
    ioctl: (fd, request, argument) => ioctl(fd, request, argument) as number,
    close: (fd) => void close(fd),
    flock: (fd, operation) => flock(fd, operation) as number,
  };
}
