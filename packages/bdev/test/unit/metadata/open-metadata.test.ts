import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BlockAllocator } from '../../../src/allocator/block-allocator.js';
import { classesFor } from '../../../src/allocator/size-classes.js';
import { beginLog, findMetadata, type RememberedDevice } from '../../../src/metadata/open-metadata.js';
import { stateOf } from './remembered-device.js';

const MIB = 2 ** 20;
let directory: string;
let devices = 0;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'chimaera-meta-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function deviceOf(bytes: number): RememberedDevice {
  const path = join(directory, `device${devices++}`);
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return { path, metadataPath: `${path}.meta`, capacity: 0, sizeClasses: classesFor(4096) };
}

/** Opens it as a volume does, and closes it again. */
async function use(
  device: RememberedDevice,
  bytes: number,
  act: (allocator: BlockAllocator) => unknown = () => {},
): Promise<string> {
  const { map, log } = await beginLog(device, await findMetadata(device), bytes);
  try {
    const allocator = new BlockAllocator(map, device.sizeClasses);
    allocator.observer = log;
    await act(allocator);
    return stateOf(allocator);
  } finally {
    await log.close();
  }
}

const untouched = async (device: RememberedDevice, code: string, message: RegExp) => {
  const before = readFileSync(device.metadataPath);
  await expect(findMetadata(device)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(readFileSync(device.metadataPath).equals(before)).toBe(true);
};

test('restores allocations when the device is opened again', async () => {
  const device = deviceOf(8 * MIB);
  const state = await use(device, 8 * MIB, (allocator) => {
    const [first] = allocator.allocate(4096)!;
    for (const size of [5000, 70_000, 3 * MIB]) allocator.allocate(size);
    allocator.release([first]);
  });
  expect(await use(device, 8 * MIB)).toBe(state);
  expect(readdirSync(directory).filter((name) => name.endsWith('.new'))).toEqual([]);
});

test('a device grows and keeps its contents', async () => {
  const device = deviceOf(8 * MIB);
  const state = await use(device, 8 * MIB, (allocator) => allocator.allocate(MIB + 5));
  truncateSync(device.path, 1024 * MIB);
  const grown = await use(device, 1024 * MIB, (allocator) => {
    expect(stateOf(allocator)).toBe(state);
    expect(allocator.allocate(1000 * MIB)).toHaveLength(1000);
  });
  expect(await use({ ...device, capacity: 1024 * MIB }, 1024 * MIB)).toBe(grown);
});

test('other size classes leave existing allocations alone', async () => {
  const device = deviceOf(8 * MIB);
  const state = await use(device, 8 * MIB, (allocator) => allocator.allocate(3 * MIB));
  const smaller = { ...device, sizeClasses: [4096, 8192] };
  const after = await use(smaller, 8 * MIB, (allocator) => {
    expect(stateOf(allocator)).toBe(state);
    expect(allocator.release([{ offset: MIB, size: MIB }])).toBeNull();
    expect(allocator.allocate(8192)).toEqual([{ offset: MIB, size: 8192 }]);
  });
  expect(await use(device, 8 * MIB)).toBe(after);
});

test('only one opener at a time gets a device', async () => {
  const device = deviceOf(MIB);
  await use(device, MIB, async () => {
    await untouched(device, 'DEVICE_BUSY', /in use/);
  });
  await use(device, MIB);
});

test('ignores the unfinished draft of a crash', async () => {
  const device = deviceOf(MIB);
  writeFileSync(`${device.metadataPath}.new`, Buffer.alloc(5 * MIB, 7));
  const state = await use(device, MIB, (allocator) => allocator.allocate(4096));
  expect(await use(device, MIB)).toBe(state);
});

describe('refuses, and leaves unchanged,', () => {
  const used = async () => {
    const device = deviceOf(MIB);
    await use(device, MIB, (allocator) => allocator.allocate(100_000));
    return device;
  };
  const change = (device: RememberedDevice, edit: (bytes: Buffer) => Buffer | void) => {
    const bytes = readFileSync(device.metadataPath);
    writeFileSync(device.metadataPath, edit(bytes) ?? bytes);
  };

  test.each(['', 'dear diary', 'x'.repeat(100_000)])('a foreign file (%#)', async (content) => {
    const device = deviceOf(MIB);
    writeFileSync(device.metadataPath, content);
    await untouched(device, 'METADATA_FOREIGN', /device\d+\.meta is not the metadata.*metadataPath/);
  });

  test('a directory', async () => {
    const device = { ...deviceOf(MIB), metadataPath: directory };
    await expect(findMetadata(device)).rejects.toMatchObject({ code: 'METADATA_FOREIGN' });
  });

  test('a newer format', async () => {
    const device = await used();
    change(device, (bytes) => {
      for (const at of [0, 4096]) {
        bytes.writeUInt32LE(2, at + 8);
        bytes.writeUInt32LE(crc32(bytes.subarray(at, at + 4092)), at + 4092);
      }
    });
    await untouched(device, 'METADATA_TOO_NEW', /version 2.*knows 1/);
  });

  test('two damaged superblocks, but opens with a single damaged one', async () => {
    const device = await used();
    change(device, (bytes) => void (bytes[100] ^= 1));
    await use(device, MIB);
    change(device, (bytes) => void (bytes[5000] ^= 1));
    await untouched(device, 'METADATA_CORRUPT', /superblocks/);
  });

  test('a damaged snapshot, even when there is an older one', async () => {
    const device = await used();
    change(device, (bytes) => void (bytes[8192 + 50] ^= 1));
    await untouched(device, 'METADATA_CORRUPT', /snapshot/);
  });

  test('a truncated file', async () => {
    const device = await used();
    change(device, (bytes) => bytes.subarray(0, 8192 + 10));
    await untouched(device, 'METADATA_CORRUPT', /snapshot/);
  });

  test('units of another size', async () => {
    const device = await used();
    await untouched({ ...device, sizeClasses: [8192] }, 'DEVICE_MISMATCH', /at least 4096 bytes, not 8192/);
  });

  test('a capacity below that of the device', async () => {
    const device = await used();
    await untouched({ ...device, capacity: MIB / 2 }, 'DEVICE_MISMATCH', /cannot shrink/);
  });

  test('a device whose file is missing or truncated', async () => {
    const device = await used();
    truncateSync(device.path, 1000);
    await untouched(device, 'DEVICE_MISMATCH', /1000 bytes.*1048576/);
    rmSync(device.path);
    await untouched(device, 'DEVICE_MISMATCH', /does not exist.*remove/);
  });
});

test('a torn tail is cut and reported once', async () => {
  const device = deviceOf(MIB);
  const state = await use(device, MIB, (allocator) => allocator.allocate(4096));
  await use(device, MIB, (allocator) => allocator.allocate(4096));
  const bytes = readFileSync(device.metadataPath);
  const found = await findMetadata(device);
  const { end } = found!.state;
  await found!.store.close();
  bytes[8192 + end - 1] ^= 0xff;
  writeFileSync(device.metadataPath, bytes);

  const first = await beginLog(device, await findMetadata(device), MIB);
  expect(first.damage).toMatchObject({ lostFrames: 0 });
  await first.log.close();
  const second = await beginLog(device, await findMetadata(device), MIB);
  expect(second.damage).toBeNull();
  expect(stateOf(new BlockAllocator(second.map, device.sizeClasses))).toBe(state);
  await second.log.close();
});
