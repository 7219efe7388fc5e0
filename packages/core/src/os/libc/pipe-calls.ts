import { openLibrary } from './library.js';

/** For the FIFOs that wake workers (os/doorbell.ts). */
export interface PipeCalls {
  /** Returns -1 on failure. */
  mkfifo(path: string, mode: number): number;
  /** Returns a file descriptor that Node does not count among its own, or -1. */
  open(path: string, flags: number): number;
  /** Returns the number of bytes, or -1. */
  write(fd: number, bytes: Uint8Array, count: number): number;
  /** Returns the number of bytes, or -1. */
  read(fd: number, bytes: Uint8Array, count: number): number;
}

let loaded: PipeCalls | undefined;

/** Loaded on first use. */
export function pipeCalls(): PipeCalls {
  return (loaded ??= loadPipeCalls());
}

function loadPipeCalls(): PipeCalls {
  const library = openLibrary();
  return {
    mkfifo: library.func('mkfifo', 'int', ['const char *', 'uint32']),
    open: library.func('open', 'int', ['const char *', 'int']),
    write: library.func('write', 'int64', ['int', 'void *', 'size_t']),
    read: library.func('read', 'int64', ['int', 'void *', 'size_t']),
  };
}
