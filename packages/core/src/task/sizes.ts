import { ChimaeraError } from '../errors.js';
import type { Views } from '../memory/views.js';

const HIGH_WORD = 2 ** 32;
/** Upper word of 2^53 - 1. */
const LARGEST_HIGH_WORD = 2 ** 21 - 1;

/**
 * Reads a `size`: a u64 held as a number. `word` indexes u32 words.
 * @throws ChimaeraError BAD_TASK above 2^53 - 1, where numbers are no longer exact
 */
export function readSize(views: Views, word: number): number {
  const low = views.u32[word]!;
  const high = views.u32[word + 1]!;
  if (high > LARGEST_HIGH_WORD) tooLarge(low, high);
  return low + high * HIGH_WORD;
}

/** Writes a whole number of at most 2^53 - 1, which the caller has checked. */
export function writeSize(views: Views, word: number, value: number): void {
  views.u32[word] = value;
  views.u32[word + 1] = value / HIGH_WORD;
}

function tooLarge(low: number, high: number): never {
  throw new ChimaeraError('BAD_TASK', `a size of ${low + high * HIGH_WORD} is above 2^53 - 1`);
}
