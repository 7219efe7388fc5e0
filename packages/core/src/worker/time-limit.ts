/**
 * Settles as `work` does, or rejects after `limitMs`; 0 is no limit.
 * @param onTooLate called at the limit; returns the reason. What becomes of `work` is its business from then on
 */
export async function within<T>(work: Promise<T>, limitMs: number, onTooLate: () => Error): Promise<T> {
  if (limitMs === 0) return work;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(onTooLate()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
