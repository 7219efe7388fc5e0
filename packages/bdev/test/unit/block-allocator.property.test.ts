import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BlockAllocator, emptyMap, type Extent } from '../../src/allocator/block-allocator.js';
import { type UnitMap } from '../../src/allocator/unit-map.js';
import { NaiveAllocator } from './naive-allocator.js';

const UNIT = 4096;
const CLASSES = [1, 4, 8, 32].map((units) => units * UNIT);

/** The allocator under test and the model beside it; every step compares them. */
class Pair {
  readonly #map: UnitMap;
  readonly real: BlockAllocator;
  readonly model: NaiveAllocator;
  readonly live: Extent[] = [];
  readonly freed: Extent[] = [];

  constructor(units: number) {
    this.#map = emptyMap(units * UNIT + UNIT / 2, CLASSES);
    this.real = new BlockAllocator(this.#map, CLASSES);
    this.model = new NaiveAllocator(units, UNIT);
  }

  /** Opening the map again takes over what is in it. */
  checkAgain(): void {
    const again = new BlockAllocator(this.#map, CLASSES);
    expect(again.remaining).toBe(this.model.remaining);
    expect(again.largestFree).toBe(this.model.largestFree);
    const wanted = this.model.largestFree;
    if (wanted > 0) expect(again.allocate(Math.min(wanted, 2 * UNIT))).not.toBeNull();
  }

  allocate(bytes: number): void {
    const before = this.real.remaining;
    const extents = this.real.allocate(bytes);
    if (Math.ceil(bytes / UNIT) * UNIT > before) {
      expect(extents).toBeNull();
      return;
    }
    expect(extents).not.toBeNull();
    for (const extent of extents!) this.model.claim(extent);
    this.live.push(...extents!);
    const sum = extents!.reduce((bytesSoFar, { size }) => bytesSoFar + size, 0);
    expect(sum).toBeGreaterThanOrEqual(bytes);
    expect(sum).toBeLessThanOrEqual(2 * Math.ceil(bytes / UNIT) * UNIT);
    expect(extents!.every(({ size, offset }) => CLASSES.includes(size) && offset % size === 0)).toBe(true);
  }

  release(extents: Extent[]): void {
    const allowed = this.model.mayRelease(extents);
    const fault = this.real.release(extents);
    expect(fault === null).toBe(allowed);
    if (!allowed) return;
    this.model.release(extents);
    for (const extent of extents) {
      this.live.splice(
        this.live.findIndex(({ offset }) => offset === extent.offset),
        1,
      );
      this.freed.push(extent);
    }
  }

  check(probe: Extent): void {
    expect(this.real.remaining).toBe(this.model.remaining);
    expect(this.real.blocks).toBe(this.model.extents);
    expect(this.real.largestFree).toBe(this.model.largestFree);
    expect(this.real.list(0, Infinity)).toEqual([...this.live].sort((a, b) => a.offset - b.offset));
    expect(this.real.covers(probe.offset, probe.size)).toBe(this.model.covers(probe.offset, probe.size));
  }
}

const anyExtent = (units: number) =>
  fc.record({
    offset: fc.oneof(
      fc.nat(units + 2).map((unit) => unit * UNIT),
      fc.nat(units * UNIT),
    ),
    size: fc.oneof(
      fc.nat(12).map((few) => few * UNIT),
      fc.nat(4 * UNIT),
    ),
  });

const anyStep = (units: number, most: number) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('allocate' as const),
        bytes: fc.integer({ min: 1, max: most * UNIT }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('release' as const),
        picks: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), pick: fc.nat() }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('foreign' as const),
        pick: fc.nat(),
        extent: anyExtent(units),
      }),
    },
  );

// Six regions of 32 units and a part of one; and more of them than a word has bits, taken in large pieces.
test.each([
  [203, 14, 300],
  [2600, 300, 80],
])(
  'on %i units: no overlap, exact accounting and refused frees without effect, as in the model',
  (units, most, numRuns) => {
    fc.assert(
      fc.property(
        fc.array(anyStep(units, most), { maxLength: 120 }),
        fc.array(anyExtent(units), { minLength: 8, maxLength: 8 }),
        (steps, probes) => {
          const pair = new Pair(units);
          steps.forEach((next, i) => {
            if (next.kind === 'allocate') pair.allocate(next.bytes);
            else if (next.kind === 'foreign') {
              const known = pair.live.length > 0 ? [pair.live[next.pick % pair.live.length]] : [];
              pair.release([...known, next.extent]);
            } else if (next.kind === 'release' && pair.live.length > 0) {
              pair.release(next.picks.map((pick) => pair.live[pick % pair.live.length]));
            } else if (next.kind === 'again' && pair.freed.length > 0) {
              pair.release([pair.freed[next.pick % pair.freed.length]]);
            }
            pair.check(probes[i % probes.length]);
          });
          pair.release(pair.live.filter((_, i) => i % 3 === 1));
          pair.check(probes[0]);
          pair.release([...pair.live]);
          expect(pair.real.remaining).toBe(units * UNIT);
          expect(pair.real.largestFree).toBe(units * UNIT);
          for (let i = 0; i < 5; i++) pair.allocate(most * UNIT);
          pair.release(pair.live.filter((_, i) => i % 2 === 0));
          pair.checkAgain();
        },
      ),
      { numRuns },
    );
  },
);
