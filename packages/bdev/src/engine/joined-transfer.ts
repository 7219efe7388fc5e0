import { IoError } from '../errors.js';

/**
 * One transfer that consists of several concurrent ones: returns the sum of their bytes. It settles when all of them
 * have, because the kernel uses the buffer until then.
 * @throws IoError of the first part that failed, with all bytes before that failure as its `bytesDone`
 */
export function joinParts(parts: readonly (number | PromiseLike<number>)[]): number | PromiseLike<number> {
  let sum = 0;
  for (const part of parts) {
    if (typeof part !== 'number') return joinPromises(parts);
    sum += part;
  }
  return sum;
}

async function joinPromises(parts: readonly (number | PromiseLike<number>)[]): Promise<number> {
  let sum = 0;
  for (const outcome of await Promise.allSettled(parts.map(async (part) => part))) {
    if (outcome.status === 'fulfilled') {
      sum += outcome.value;
      continue;
    }
    const error: unknown = outcome.reason;
    if (error instanceof IoError) throw error.within(error.offset, sum + error.bytesDone, error.bytes);
    throw error;
  }
  return sum;
}
