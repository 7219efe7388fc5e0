/** The operations of an engine. */
export const IoKind = { kRead: 0, kWrite: 1, kSync: 2 } as const;
export type IoKind = (typeof IoKind)[keyof typeof IoKind];

/** One attempt at one transfer. */
export interface IoRequest {
  readonly kind: IoKind;
  readonly fd: number;
  /** In the file. */
  readonly offset: number;
  /** Filled or written in place; nobody else may use this memory before `ended`. */
  readonly view: Uint8Array;
  /** The attempt has ended, and the kernel no longer uses the memory. `result`: bytes moved, or -errno. */
  ended(result: number): void;
}

/**
 * Moves bytes between open files and memory without blocking the thread. An engine begins every request at once: the
 * device decides how much is under way.
 */
export interface IoEngine {
  readonly name: 'io_uring' | 'node:fs';
  /** Whether a view must lie in memory whose address `deviceIo.addressOf` knows. */
  readonly needsAddress: boolean;
  /** `request.ended` is called later, never during this call. */
  begin(request: IoRequest): void;
}
