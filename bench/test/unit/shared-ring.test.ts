import { describe, expect, test } from '@jest/globals';
import { SharedRing } from '../../src/contenders/shared-ring.js';

describe('the ring of the SharedArrayBuffer contender', () => {
  const drain = (ring: SharedRing): string[] => {
    const taken: string[] = [];
    ring.drain((id, operationId, data) => taken.push(`${id} ${operationId} ${data}`));
    return taken;
  };

  test('gives what was pushed in its order, round and round', () => {
    const ring = SharedRing.create(2);
    expect(drain(ring)).toEqual([]);
    for (let round = 0; round < 5; round++) {
      ring.push(round, 10, 'é');
      ring.push(round, 11, '');
      expect(drain(ring)).toEqual([`${round} 10 é`, `${round} 11 `]);
    }
  });

  test('refuses more than it has room for', () => {
    const ring = SharedRing.create(1);
    ring.push(0, 0, 'a');
    expect(() => ring.push(1, 0, 'b')).toThrow('full');
  });

  test('wakes a sleeper', async () => {
    const ring = SharedRing.create(2);
    const asleep = ring.sleepAsync();
    ring.push(1, 2, 'c');
    await asleep;
    expect(drain(ring)).toEqual(['1 2 c']);
  });
});
