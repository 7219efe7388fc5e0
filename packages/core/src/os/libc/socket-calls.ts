import { openLibrary } from './library.js';

/** For finding out who is at the other end of a socket (os/socket-peer.ts). */
export interface SocketCalls {
  /** Writes at most `length` bytes to `value`. Returns -1 on failure. */
  getsockopt(fd: number, level: number, option: number, value: Int32Array, length: Uint32Array): number;
  /** With a single struct pollfd. Returns the number of ready descriptors, or -1. */
  poll(pollfd: Int32Array, count: number, timeoutMs: number): number;
}

let loaded: SocketCalls | undefined;

/** Loaded on first use. */
export function socketCalls(): SocketCalls {
  return (loaded ??= loadSocketCalls());
}

function loadSocketCalls(): SocketCalls {
  const library = openLibrary();
  return {
    getsockopt: library.func('getsockopt', 'int', ['int', 'int', 'int', 'void *', 'void *']),
    poll: library.func('poll', 'int', ['void *', 'ulong', 'int']),
  };
}
