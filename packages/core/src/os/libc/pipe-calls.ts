import { openLibrary } from './library.js';

/** Of the FIFOs through which workers are woken (os/doorbell.ts). */
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
