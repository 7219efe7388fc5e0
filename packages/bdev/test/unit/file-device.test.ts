import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { access, chmod, mkdtemp, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileDevice as openWith } from '../../src/devices/open-file.js';
import { enginesHere } from '../support/engines.js';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimaera-bdev-'));
  path = join(directory, 'device.dat');
});

afterEach(() => rm(directory, { recursive: true }));

/** With the best engine of this machine, past the page cache. */
const openFileDevice = (path: string, capacity: number, ioDepth: number) =>
  openWith(path, { capacity, ioDepth, directIo: true, engine: enginesHere[0] });

describe('opening', () => {
  test('creates the file with the size of the device, accessible to its owner only', async () => {
    const device = await openFileDevice(path, 1_000_000, 4);
    await device.close();
    const { size, mode } = await stat(path);
    expect(size).toBe(1_000_000);
    expect(mode & 0o777).toBe(0o600);
  });

  test('reserves the space of the file', async () => {
    const device = await openFileDevice(path, 2 ** 20, 4);
    await device.close();
    expect((await stat(path)).blocks * 512).toBeGreaterThanOrEqual(2 ** 20);
  });

  test('says whether transfers bypass the page cache', async () => {
    for (const engine of enginesHere) {
      const device = await openWith(path, { capacity: 8192, ioDepth: 1, directIo: false, engine });
      expect(device.medium).toEqual({ ioEngine: engine.name, directIo: false });
      await device.close();
    }
  });

  test('grows a file and keeps what it holds', async () => {
    await writeFile(path, 'precious');
    const device = await openFileDevice(path, 8192, 4);
    const view = new Uint8Array(8);
    await device.read(0, view);
    await device.close();
    expect(Buffer.from(view).toString()).toBe('precious');
    expect((await stat(path)).size).toBe(8192);
  });

  test('does not truncate a file that is larger than the device', async () => {
    await writeFile(path, Buffer.alloc(10_000, 7));
    const device = await openFileDevice(path, 4096, 4);
    expect(device.capacity).toBe(4096);
    await device.close();
    expect(await readFile(path)).toEqual(Buffer.alloc(10_000, 7));
  });

  test('takes the size of the file when no capacity is given', async () => {
    await writeFile(path, Buffer.alloc(12_288));
    const device = await openFileDevice(path, 0, 4);
    expect(device.capacity).toBe(12_288);
    await device.close();
  });

  test('refuses an empty file without a capacity and does not create a missing one', async () => {
    await expect(openFileDevice(path, 0, 4)).rejects.toMatchObject({ code: 'ZERO_SIZE', returnCode: 4 });
    await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(path, '');
    await expect(openFileDevice(path, 0, 4)).rejects.toMatchObject({ code: 'ZERO_SIZE' });
    await access(path);
  });

  test.each([
    ['a missing directory', () => join(directory, 'missing', 'device.dat'), 'ENOENT; make its directory'],
    ['a directory', () => directory, 'EISDIR; it is a directory: name a file in it'],
    [
      'a way through a file',
      () => '/etc/passwd/device.dat',
      'ENOTDIR; a file is in the place of a directory',
    ],
  ])('refuses %s and says what to do', async (_what, where, errno) => {
    await expect(openFileDevice(where(), 4096, 4)).rejects.toMatchObject({
      code: 'OPEN_FAILED',
      returnCode: 1,
      message: expect.stringContaining(`${where()}: ${errno}`),
    });
  });

  test('refuses anything but a regular file or a block device', async () => {
    await expect(openFileDevice('/dev/null', 4096, 4)).rejects.toMatchObject({
      code: 'STAT_FAILED',
      returnCode: 2,
    });
  });

  test('refuses an impossible capacity and leaves nothing behind', async () => {
    await expect(openFileDevice(path, Number.MAX_SAFE_INTEGER, 4)).rejects.toMatchObject({
      code: 'RESIZE_FAILED',
      returnCode: 3,
    });
    await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('follows a symbolic link to a file', async () => {
    await writeFile(path, Buffer.alloc(4096));
    await symlink(path, join(directory, 'link'));
    const device = await openFileDevice(join(directory, 'link'), 0, 4);
    expect(device.capacity).toBe(4096);
    await device.close();
  });

  // Root may open everything.
  const asUser = process.getuid?.() === 0 ? test.skip : test;
  asUser('refuses a file that may not be written', async () => {
    await writeFile(path, 'x');
    await chmod(path, 0o400);
    await expect(openFileDevice(path, 4096, 4)).rejects.toMatchObject({ code: 'OPEN_FAILED' });
  });
});

describe('transfers', () => {
  test('fail when another process has truncated the file', async () => {
    const device = await openFileDevice(path, 8192, 4);
    await truncate(path, 5000);
    await expect(device.read(4096, new Uint8Array(4096))).rejects.toMatchObject({
      code: 'IO_ERROR',
      errno: 'end of file',
      bytesDone: 904,
    });
    await device.close();
  });

  test('finish before the file is closed, and are refused afterwards', async () => {
    const device = await openFileDevice(path, 2 ** 20, 2);
    const writes = Array.from({ length: 16 }, async (_, i) =>
      device.write(i * 65_536, new Uint8Array(65_536).fill(i + 1)),
    );
    await device.close();
    expect(await Promise.all(writes)).toEqual(new Array(16).fill(65_536));
    await expect(device.read(0, new Uint8Array(1))).rejects.toMatchObject({ code: 'DEVICE_CLOSED' });
    const content = await readFile(path);
    expect(content.every((byte, i) => byte === Math.floor(i / 65_536) + 1)).toBe(true);
  });
});

test('refuses a path below a regular file', async () => {
  await writeFile(path, 'x');
  await expect(openFileDevice(join(path, 'x'), 4096, 4)).rejects.toMatchObject({ code: 'OPEN_FAILED' });
});
