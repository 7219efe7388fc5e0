import type { PayloadId } from './payloads.js';

/** One way to turn a value into bytes and back. */
export interface Codec {
  /** Leaves the bytes where the next call may overwrite them. Missing if only decoding differs from another payload. */
  readonly encode?: () => void;
  /** Returns a value with all strings decoded. Missing if it is the same as for another payload. */
  readonly decode?: () => unknown;
}

/** Creates the codec for a payload; undefined if there is nothing to measure. */
export type Contender = (id: PayloadId) => Codec | undefined | Promise<Codec | undefined>;
