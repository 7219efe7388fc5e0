import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFrame, seedOf } from '../../../src/metadata/frame.js';
import { FRAME_HEADER_BYTES, zoneAt } from '../../../src/metadata/layout.js';
import { readZone } from '../../../src/metadata/zone-reading.js';
import { ZoneWindow } from '../../../src/metadata/zone-window.js';
import { identityOf, RememberedDevice, remembered, UNIT } from './remembered-device.js';
import { type Random, randomFrom, settle, SimulatedDisk } from './simulated-disk.js';

/** Random requests, some of which wait for their commit. */
async function work(device: RememberedDevice, steps: number, random: Random): Promise<void> {
  for (let i = 0; i < steps; i++) {
    if (random(5) < 3) device.allocate(1 + random(40 * UNIT));
    else device.free(random);
    const next = random(4);
    if (next === 0) await device.commit();
    else if (next === 1) void device.commit();
    else if (next === 2) await settle();
    if (random(40) === 0) void device.log.compact();
  }
}

function expectPrefix(device: RememberedDevice, state: string, least: number): number {
  const at = device.states.lastIndexOf(state);
  if (at < 0) throw new Error(`a state that never was: ${state}`);
  expect(at).toBeGreaterThanOrEqual(least);
  return at;
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

// 150 units are one chunk; 140 000 are three, so that snapshots are written while chunks change.
test.each([
  ['a power cut', 150, 150],
  ['a kill', 150, 150],
  ['a power cut', 140_000, 40],
  ['a kill', 140_000, 40],
])(
  'after %s on %i units the device holds a prefix of the changes with everything that was committed',
  async (how, units, numRuns) => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 1, max: 60 }), async (seed, steps) => {
        const random = randomFrom(seed);
        const device = await RememberedDevice.format(units);
        await work(device, steps, random);
        const { committed } = device;
        const disk = how === 'a kill' ? device.disk.afterKill(random) : device.disk.afterPowerCut(random);
        const { state, recovered } = await remembered(disk, units);
        expectPrefix(device, state, committed);
        expect(recovered.damage?.lostFrames ?? 0).toBe(0);
        await settle();
      }),
      { numRuns },
    );
  },
  60_000,
);

test('restores everything after an orderly stop, compactions included', async () => {
  const random = randomFrom(5);
  const device = await RememberedDevice.format(500);
  await work(device, 400, random);
  await device.log.close();
  expect(device.log.stats.compactions).toBeGreaterThan(3);
  const { state, recovered } = await remembered(device.disk, 500);
  expect(state).toBe(device.state());
  expect(recovered.damage).toBeNull();
});

type Damage = (image: Buffer, random: Random, live: { from: number; to: number }) => Buffer;

const damages: [string, Damage][] = [
  [
    'a flipped bit',
    (image, random, { from, to }) => {
      image[from + random(to - from)] ^= 1 << random(8);
      return image;
    },
  ],
  ['a truncated file', (image, random, { from, to }) => image.subarray(0, from + random(to - from))],
  [
    'zeros',
    (image, random, { from, to }) => {
      const at = from + random(to - from);
      return image.fill(0, at, Math.min(at + 1 + random(1000), to));
    },
  ],
  [
    'a tail that is there twice',
    (image, random, { from, to }) => {
      const at = from + 8 * random((to - from) / 8);
      image.copy(image, to, at, Math.min(to, at + (image.length - to)));
      return image;
    },
  ],
  [
    'a stretch of something else',
    (image, random, { from, to }) => {
      const at = from + random(to - from);
      for (let i = at; i < Math.min(at + 1 + random(200), to); i++) image[i] = random(256);
      return image;
    },
  ],
];

async function framesOf(
  image: Buffer,
  begin: number,
  { zoneBytes, identity }: { zoneBytes: number; identity: Uint8Array },
): Promise<{ from: number; end: number }[]> {
  const reading = await readZone(
    new ZoneWindow(new SimulatedDisk(image), begin, zoneBytes),
    seedOf(identity),
  );
  const frames = reading?.frames ?? [];
  return frames.map(({ end }, i) => ({ from: i === 0 ? 0 : frames[i - 1].end, end }));
}

const isAsItWas = (image: Buffer, before: Buffer, from: number, to: number): boolean =>
  image.length >= to && image.subarray(from, to).equals(before.subarray(from, to));

test.each(damages)(
  '%s anywhere in the log: restores an earlier state and reports what is missing',
  async (_what, damage) => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const random = randomFrom(seed);
        const device = await RememberedDevice.format(150, 2000);
        await work(device, 1 + random(80), random);
        await device.log.close();
        const identity = identityOf(150, 2000);
        const intact = await remembered(device.disk, 150);
        expect(intact.state).toBe(device.state());
        const begin = zoneAt(intact.recovered.state.zone, identity);
        const live = { from: begin, to: begin + intact.recovered.state.end };
        const image = damage(device.disk.bytes, random, live);

        let outcome;
        try {
          outcome = await remembered(new SimulatedDisk(Buffer.from(image)), 150);
        } catch (error) {
          expect(error).toMatchObject({ code: 'METADATA_CORRUPT' });
          return;
        }
        const at = expectPrefix(device, outcome.state, 0);
        const isMissing = device.states[at] !== device.state();
        // If there are zeros where a header would be, the log may as well have ended there, with remains of an older
        // generation behind it, unless whole commits of this generation follow.
        const { end } = outcome.recovered.state;
        const header = image.subarray(begin + end, begin + end + FRAME_HEADER_BYTES);
        const isTorn = begin + end < live.to && header.some((byte) => byte !== 0);
        const isFollowed = (await framesOf(device.disk.bytes, begin, identity)).some(
          (frame) =>
            frame.from > end && isAsItWas(image, device.disk.bytes, begin + frame.from, begin + frame.end),
        );
        if (isMissing && (isTorn || isFollowed)) expect(outcome.recovered.damage).not.toBeNull();
      }),
      { numRuns: 120 },
    );
  },
  60_000,
);

test('counts a damaged commit in the middle together with those behind it', async () => {
  const device = await RememberedDevice.format(150, 4000);
  const ends: number[] = [];
  for (let i = 0; i < 5; i++) {
    device.allocate(UNIT);
    await device.commit();
    ends.push((await remembered(device.disk, 150)).recovered.state.end);
  }
  const zone = zoneAt(0, identityOf(150, 4000));
  const image = device.disk.bytes;
  expect(readFrame(image.subarray(zone), ends[1], seedOf(Buffer.alloc(16, 7)))).not.toBeNull();
  image[zone + ends[1] + 34] ^= 4;
  const { state, recovered } = await remembered(new SimulatedDisk(image), 150);
  expect(state).toBe(device.states[2]);
  expect(recovered.damage?.lostFrames).toBe(2);
  expect(recovered.damage?.bytes).toBeGreaterThan(ends[3] - ends[1]);
});
