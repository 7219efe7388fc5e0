/** What an engine is asked for. */
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
  /** The attempt is over, and the kernel is done with the memory. `result`: bytes moved, or -errno. */
  ended(result: number): void;
}

/**
 * Moves bytes between open files and memory without stopping the thread. An engine begins everything at once that it is
 * given: how much is under way for a device is the device's business.
 */
export interface IoEngine {
  readonly name: 'io_uring' | 'node:fs';
  /** Whether a view must lie in memory of which `deviceIo.addressOf` knows the address. */
  readonly needsAddress: boolean;
  /** `request.ended` is called later, never within this call. */
  begin(request: IoRequest): void;
}
