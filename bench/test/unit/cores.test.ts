import { expect, test } from '@jest/globals';
import { coresOf, FAR_NS } from '../../src/cores.js';

test.each([
  [60, 120, 'near'],
  [330, 400, 'far'],
  [60, 330, 'mixed'],
  [60, 830_000, 'taken'],
  [FAR_NS + 1, FAR_NS, 'mixed'],
])('%d ns before a sample and %d after: %s', (before, after, cores) =>
  expect(coresOf({ pingPongNs: { before, after } })).toBe(cores),
);
