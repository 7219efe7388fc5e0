import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/** Nothing in these tests may wait for ever; on a slow machine, this long counts as for ever. */
export const PATIENCE_MS = 10_000;

/** The outcome of `promise`, or an error that says what did not happen in time. */
export async function within<T>(
  promise: Promise<T>,
  what: string,
  timeoutMs: number = PATIENCE_MS,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not happen within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again and again until the answer is true. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs: number = PATIENCE_MS,
): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`${what} was not so within ${timeoutMs} ms`);
    await sleep(5);
  }
}

/** The error that `promise` is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('this should have failed');
}
