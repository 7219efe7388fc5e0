import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deviceIo } from '@chimaera/core/module';
import { mkdtempSync, openSync, closeSync, ftruncateSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileDevice } from '../../../src/devices/open-file.js';
import { enginesHere } from '../../support/engines.js';
import { blockDevice, smallFileSystem } from '../../support/failing-media.js';

const MIB = 2 ** 20;
const directory = mkdtempSync(join(tmpdir(), 'chimaera-failing-'));
const fileSystem = smallFileSystem(directory, 1024);
const device = blockDevice(directory, 4 * MIB, 2 * MIB);

afterAll(() => {
  fileSystem?.remove();
  device?.remove();
  rmSync(directory, { recursive: true });
});

const engines = enginesHere.flatMap((engine) =>
  [true, false].map((directIo) => ({
    name: `${engine.name}, directIo ${directIo}`,
    engine,
    directIo,
    ioDepth: 8,
  })),
);
const memory = deviceIo.mapPrivateMemory(2 * MIB);

(fileSystem ? describe : describe.skip).each(engines)('a full file system, $name', (options) => {
  const root = fileSystem?.path ?? '';
  const sparse = join(root, 'sparse');

  beforeEach(() => {
    const fd = openSync(sparse, 'w');
    ftruncateSync(fd, 8 * MIB);
    closeSync(fd);
  });

  afterEach(() => rmSync(sparse));

  test('a device that does not fit is not created and leaves nothing behind', async () => {
    const path = join(root, 'large');
    await expect(openFileDevice(path, { ...options, capacity: 2 * MIB })).rejects.toMatchObject({
      code: 'RESIZE_FAILED',
      message: expect.stringContaining('ENOSPC'),
    });
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, 'there before');
    await expect(openFileDevice(path, { ...options, capacity: 2 * MIB })).rejects.toMatchObject({
      code: 'RESIZE_FAILED',
    });
    const again = await openFileDevice(path, { ...options, directIo: false, capacity: 0 });
    expect(again.capacity).toBe('there before'.length);
    await again.close();
    rmSync(path);
  });

  test('a write into a hole reports ENOSPC and how far it came, and the device works on', async () => {
    const file = await openFileDevice(sparse, { ...options, capacity: 0 });
    const failure = (await Promise.resolve(file.write(4096, memory)).catch((error: unknown) => error)) as {
      bytesDone: number;
    };
    expect(failure).toMatchObject({ code: 'IO_ERROR', errno: 'ENOSPC' });
    expect(failure.bytesDone).toBeLessThan(2 * MIB);
    expect(failure.bytesDone % 4096).toBe(0);
    // What was written can be read, and unaligned writes fail as well as aligned ones.
    expect(await file.read(4096, memory.subarray(0, failure.bytesDone))).toBe(failure.bytesDone);
    await expect(file.write(7 * MIB + 5, memory.subarray(0, 100))).rejects.toMatchObject({
      errno: 'ENOSPC',
      bytesDone: 0,
    });
    await file.close();
  });
});

(device ? describe : describe.skip).each(engines)(
  'a block device whose second half is broken, $name',
  (options) => {
    const path = device?.path ?? '';

    test('has exactly the size of the medium', async () => {
      const whole = await openFileDevice(path, { ...options, capacity: 0 });
      expect(whole.capacity).toBe(4 * MIB);
      await whole.close();
      const part = await openFileDevice(path, { ...options, capacity: MIB });
      expect(part.capacity).toBe(MIB);
      await part.close();
      await expect(openFileDevice(path, { ...options, capacity: 5 * MIB })).rejects.toMatchObject({
        code: 'RESIZE_FAILED',
      });
    });

    test('its good half reads and writes any length anywhere', async () => {
      const good = await openFileDevice(path, { ...options, capacity: 0 });
      memory.fill(0x11);
      expect(await good.write(0, memory.subarray(0, MIB))).toBe(MIB);
      memory.fill(0x22);
      expect(await good.write(1000, memory.subarray(0, 777))).toBe(777);
      await good.flush();
      expect(await good.read(0, memory.subarray(0, 8192))).toBe(8192);
      const expected = Buffer.alloc(8192, 0x11).fill(0x22, 1000, 1777);
      expect(Buffer.compare(memory.subarray(0, 8192), expected)).toBe(0);
      await good.close();
    });

    test('its broken half fails reads with EIO, including those that a partial-sector write needs', async () => {
      const broken = await openFileDevice(path, { ...options, capacity: 0 });
      await expect(broken.read(3 * MIB, memory.subarray(0, 4096))).rejects.toMatchObject({
        code: 'IO_ERROR',
        errno: 'EIO',
        bytesDone: 0,
      });
      await expect(broken.read(3 * MIB + 17, memory.subarray(0, 100))).rejects.toMatchObject({
        errno: 'EIO',
      });
      await expect(broken.write(3 * MIB + 100, memory.subarray(0, 100))).rejects.toMatchObject({
        errno: 'EIO',
        bytesDone: 0,
      });
      // and the good half goes on
      expect(await broken.read(0, memory.subarray(0, 4096))).toBe(4096);
      await broken.close();
    });
  },
);
