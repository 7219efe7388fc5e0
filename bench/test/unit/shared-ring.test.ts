import { describe, expect, test } from '@jest/globals';
import { ASLEEP_WORD, SharedRing } from '../../src/contenders/shared-ring.js';

describe('the ring of the SharedArrayBuffer contender', () => {
  const drain = (ring: SharedRing): string[] => {
    const taken: string[] = [];
    ring.drain((id, operationId, data) => taken.push(`${id} ${operationId} ${data}`));
    return taken;
  };

  test('delivers entries in order, around the end as well', () => {
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

  test('wakes a consumer whose flag a late producer lowers after its last look', async () => {
    const ring = SharedRing.create(2);
    const words = new Int32Array(ring.memory);
    const { load } = Atomics;
    // The last look before the sleep is at the tail. Right after it comes the late pusher, whose bell nobody hears yet.
    Atomics.load = ((array: Int32Array, index: number): number => {
      Atomics.load = load;
      const tail = load(array, index);
      words[ASLEEP_WORD] = 0;
      return tail;
    }) as typeof load;
    let asleep: Promise<void>;
    try {
      asleep = ring.sleepAsync();
    } finally {
      Atomics.load = load;
    }
    ring.push(1, 2, 'next');
    await asleep;
    expect(drain(ring)).toEqual(['1 2 next']);
  });
});
