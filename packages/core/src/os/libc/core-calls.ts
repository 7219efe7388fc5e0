import { openLibrary } from './library.js';

/** Which cores threads run on (os/cores.ts). */
export interface CoreCalls {
  currentCore(): number;
  /** `thread` 0 is the calling one. Returns -1 on failure. */
  getAffinity(thread: number, maskBytes: number, mask: Uint8Array): number;
  setAffinity(thread: number, maskBytes: number, mask: Uint8Array): number;
}

let loaded: CoreCalls | undefined;

/** Loaded on first use. */
export function coreCalls(): CoreCalls {
  return (loaded ??= loadCoreCalls());
}

function loadCoreCalls(): CoreCalls {
  const library = openLibrary();
  return {
    currentCore: library.func('sched_getcpu', 'int', []),
    getAffinity: library.func('sched_getaffinity', 'int', ['int', 'size_t', 'void *']),
    setAffinity: library.func('sched_setaffinity', 'int', ['int', 'size_t', 'void *']),
  };
}
