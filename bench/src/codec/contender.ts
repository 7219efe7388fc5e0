import type { PayloadId } from './payloads.js';

/** One way to turn a value into bytes and back. */
export interface Codec {
  /**
   * Leaves the bytes where the next call may overwrite them. Missing where only reading differs from another payload.
   */
  readonly encode?: () => void;
  /** Gives a value of which every string is decoded. Missing where it is the same as for another payload. */
  readonly decode?: () => unknown;
}

/** Makes the codec for a payload; undefined where there is nothing to measure. */
export type Contender = (id: PayloadId) => Codec | undefined | Promise<Codec | undefined>;
