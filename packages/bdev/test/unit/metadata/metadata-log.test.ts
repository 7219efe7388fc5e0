import { expect, test } from '@jest/globals';
import { RememberedDevice, remembered, UNIT } from './remembered-device.js';
import { settle } from './simulated-disk.js';

test('changes of one turn share a commit, and later ones share the next', async () => {
  const device = await RememberedDevice.format(500, 100_000);
  const before = device.disk.syncs;
  const allocateDurably = () => {
    device.allocate(UNIT);
    return device.commit();
  };
  const first = Array.from({ length: 20 }, allocateDurably);
  await settle();
  const second = Array.from({ length: 20 }, allocateDurably);
  await Promise.all([...first, ...second]);
  expect(device.disk.syncs - before).toBe(2);
  expect((await remembered(device.disk, 500)).state).toBe(device.state());
});

test('writes nothing when nothing has changed', async () => {
  const device = await RememberedDevice.format(100);
  const { syncs } = device.disk;
  expect(device.log.commit()).toBeUndefined();
  device.allocate(UNIT);
  await device.commit();
  expect(device.log.commit()).toBeUndefined();
  expect(device.disk.syncs).toBe(syncs + 1);
});

test('a block counts as logged from the start of its commit until it is freed', async () => {
  const device = await RememberedDevice.format(100);
  device.allocate(UNIT);
  const [block] = device.live;
  expect(device.allocator.isLogged([block])).toBe(false);
  const committed = device.commit();
  await settle();
  expect(device.allocator.isLogged([block])).toBe(true);
  await committed;
  device.allocator.release([block]);
  expect(device.allocator.isLogged([block])).toBe(false);
  device.allocate(UNIT);
  expect(device.allocator.isLogged([block])).toBe(false);
});

test.each(['append', 'compact'] as const)(
  'a failure to %s reaches all waiting callers and all later ones; committed changes stay',
  async (how) => {
    const device = await RememberedDevice.format(100, 400);
    device.allocate(UNIT);
    await device.commit();
    const { state } = await remembered(device.disk, 100);
    device.disk.failWith = Object.assign(new Error('broken'), { code: 'EIO' });
    device.allocate(3 * UNIT);
    const failure = expect.objectContaining({
      code: 'METADATA_FAILED',
      message: expect.stringMatching(/EIO/),
    });
    const waiting = how === 'append' ? device.commit() : device.log.compact();
    await expect(waiting).rejects.toEqual(failure);
    expect(device.log.failure).toEqual(failure);
    await expect(device.log.commit()).rejects.toEqual(failure);
    device.disk.failWith = null;
    await expect(device.log.close()).rejects.toEqual(failure);
    expect(
      (
        await remembered(
          device.disk.afterPowerCut(() => 0),
          100,
        )
      ).state,
    ).toContain(state);
  },
);

test('callers that wait for the commit after the failed one learn of the failure too', async () => {
  const device = await RememberedDevice.format(100, 5000);
  device.allocate(UNIT);
  const first = device.commit();
  await Promise.resolve();
  await Promise.resolve(); // its write is under way
  device.disk.failWith = new Error('broken');
  device.allocate(UNIT);
  const second = device.commit();
  await expect(first).rejects.toMatchObject({ code: 'METADATA_FAILED' });
  await expect(second).rejects.toMatchObject({ code: 'METADATA_FAILED' });
});
