import { openLibrary } from './library.js';

// The numbers are the same on both architectures. syscall(2) takes its arguments in registers: see libc.ts.
const SYS_IO_URING = { setup: 425, enter: 426, register: 427 } as const;

/** The system calls of io_uring, each a function of its own shape. */
export interface IoUringCalls {
  /** Returns a file descriptor, or -1. */
  setup(entries: number, params: Uint32Array): number;
  /** Returns how many submissions were taken, or -1. */
  enter(fd: number, toSubmit: number, minComplete: number, flags: number): number;
  register(fd: number, opcode: number, argument: Int32Array, count: number): number;
}

let loaded: IoUringCalls | undefined;

/** Loaded on first use. */
export function ioUringCalls(): IoUringCalls {
  return (loaded ??= loadIoUringCalls());
}

function loadIoUringCalls(): IoUringCalls {
  const library = openLibrary();
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
