import { openLibrary } from './library.js';

/** On which cores threads run (os/cores.ts). */
export interface CoreCalls {
  currentCore(): number;
  /** Of a thread, 0 for the calling one: -1 when it fails. */
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
