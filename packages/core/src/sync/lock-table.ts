import { ChimaeraError } from '../errors.js';

/** Number of shared locks that all modules together can have. */
const CAPACITY = 1024;
const HASH_BYTES = 8;
const WORD_BYTES = 4;

/**
 * One word per shared lock, which all workers see: 0 while the lock is free, else one more than the number of the
 * worker that keeps its state. In memory that no client has.
 *
 * ```text
 *        0 +---------------------------------+
 *          | hash of the name, CAPACITY * 8  |  0: unused; open addressing, never removed
 *    8 KiB +---------------------------------+
 *          | word, CAPACITY * 4              |
 *   12 KiB +---------------------------------+
 * ```
 */
export class LockTable {
  readonly words: Int32Array;
  private readonly hashes: BigInt64Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.hashes = new BigInt64Array(buffer, 0, CAPACITY);
    this.words = new Int32Array(buffer, CAPACITY * HASH_BYTES, CAPACITY);
  }

  /** Made once per runtime, given to every worker. */
  static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(CAPACITY * (HASH_BYTES + WORD_BYTES));
  }

  /** Index of the word of a lock. All workers get the same one without telling each other. */
  indexOf(name: string): number {
    const hash = hashOf(name);
    for (let probe = 0; probe < CAPACITY; probe++) {
      const index = (Number(BigInt.asUintN(32, hash)) + probe) % CAPACITY;
      const found = Atomics.compareExchange(this.hashes, index, 0n, hash);
      if (found === 0n || found === hash) return index;
    }
    throw new ChimaeraError(
      'MODULE_INVALID',
      `${name}: a runtime has room for ${CAPACITY} shared locks, and they are taken`,
    );
  }
}

/** FNV-1a of 64 bits: two of a thousand names collide with a probability of 3 in 10^14. Never 0. */
function hashOf(name: string): bigint {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (const byte of Buffer.from(name)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100_0000_01b3n);
  return BigInt.asIntN(64, hash === 0n ? 1n : hash);
}
