import { openLibrary } from './library.js';

/** What a thread needs to sleep in place of its event loop. Loaded apart from the rest. */
export interface EventLoopCalls {
  /** `uv_loop_t *` of the calling thread; 0 when there is none. */
  currentLoop(): bigint;
  updateTime(loop: bigint): void;
  /** Milliseconds, -1 without limit; 0 when the loop has to run before anybody may sleep in its place. */
  backendTimeout(loop: bigint): number;
  backendFd(loop: bigint): number;
  /** With a single struct pollfd. Returns the number of ready descriptors, or -1. */
  poll(pollfd: Int32Array, count: number, timeoutMs: number): number;
}

let loaded: EventLoopCalls | null | undefined;

/** Loaded on first use; null where this Node does not expose its event loop. */
export function eventLoopCalls(): EventLoopCalls | null {
  return (loaded ??= loadEventLoopCalls());
}

/**
 * libuv's functions for programs that embed an event loop, and what Node offers addons to find the loop of a thread
 * (`v8::Isolate::GetCurrent`, `node::GetCurrentEventLoop`), under the names that the compilers of both architectures
 * give them.
 */
function loadEventLoopCalls(): EventLoopCalls | null {
  const library = openLibrary();
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
