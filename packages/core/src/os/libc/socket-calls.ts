import { openLibrary } from './library.js';

/** For asking who is at the other end of a socket (os/socket-peer.ts). */
export interface SocketCalls {
  /** Into `value`, as many bytes as `length` says; -1 when it fails. */
  getsockopt(fd: number, level: number, option: number, value: Int32Array, length: Uint32Array): number;
  /** On one struct pollfd; gives how many are ready, or -1. */
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
