import type { Sample } from './suite.js';

/**
 * Where the two cores were: those of a virtual machine are sometimes on one chip and sometimes not, and every figure
 * about shared memory depends on that. `mixed`: they moved between the ping-pong before the sample and the one after
 * it. `taken`: somebody else used them, and the sample says little.
 */
export type Cores = 'near' | 'far' | 'mixed' | 'taken';

/** Above this, a flag has crossed more than the cache that the two cores share. */
export const FAR_NS = 200;
/** Above this, one of the two processes has had to wait for its core. */
export const TAKEN_NS = 1000;

export function coresOf({ pingPongNs: { before, after } }: Pick<Sample, 'pingPongNs'>): Cores {
  if (Math.max(before, after) > TAKEN_NS) return 'taken';
  const [first, second] = [before, after].map((ns) => (ns > FAR_NS ? 'far' : 'near')) as [Cores, Cores];
  return first === second ? first : 'mixed';
}
