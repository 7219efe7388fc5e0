import type { Sample } from './suite.js';

/**
 * Where the two cores were: a virtual machine's are sometimes two of one chip and sometimes not, and every figure of
 * shared memory moves with that. `mixed`: they moved between the ping-pong before the sample and the one after.
 */
export type Cores = 'near' | 'far' | 'mixed';

/** Above this, a flag has crossed more than the cache that the two cores share. */
export const FAR_NS = 200;

export function coresOf({ pingPongNs: { before, after } }: Pick<Sample, 'pingPongNs'>): Cores {
  const [first, second] = [before, after].map((ns) => (ns > FAR_NS ? 'far' : 'near')) as [Cores, Cores];
  return first === second ? first : 'mixed';
}
