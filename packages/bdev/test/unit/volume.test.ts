import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BdevType, type Block, CreateParams } from '../../src/tasks.js';
import { Volume } from '../../src/volume.js';

const KIB = 1024;
const MIB = 1024 * KIB;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimaera-bdev-'));
});

afterAll(() => rm(directory, { recursive: true }));

function params(given: Partial<CreateParams>): CreateParams {
  return Object.assign(new CreateParams(), given);
}

function bufferOf(bytes: Uint8Array) {
  return { bytes, byteLength: bytes.byteLength };
}

const code = (expected: string) => expect.objectContaining({ code: expected });

/** The error of a call, whether it is thrown or comes with a promise. */
async function errorOf(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
}

describe.each([
  ['ram', BdevType.kRam],
  ['file', BdevType.kFile],
])('a volume on %s', (name, bdevType) => {
  let volume: Volume;
  let runs = 0;

  beforeEach(async () => {
    volume = await Volume.open(join(directory, `${name}${runs++}`), params({ bdevType, totalSize: MIB }));
  });

  afterEach(() => volume.close());

  const contentOf = async (block: Block, length = block.size) => {
    const bytes = new Uint8Array(length);
    expect(await volume.read(block, bufferOf(bytes), length)).toBe(length);
    return bytes;
  };

  test('keeps the data written and counts them', async () => {
    const [block] = volume.allocate(4 * KIB);
    const data = Uint8Array.from({ length: 4 * KIB }, (_, i) => i & 0xff);
    expect(await volume.write(block, bufferOf(data), 4 * KIB)).toBe(4 * KIB);
    expect(Buffer.compare(await contentOf(block), data)).toBe(0);
    const isFile = bdevType === BdevType.kFile;
    expect(volume.stats).toEqual({
      capacity: MIB,
      remainingSize: MIB - 4 * KIB,
      largestFreeSize: MIB - 4 * KIB,
      fragmentation: 0,
      allocatedBlocks: 1,
      blockType: bdevType,
      alignment: 4 * KIB,
      readOperations: 1,
      writeOperations: 1,
      readBytes: 4 * KIB,
      writtenBytes: 4 * KIB,
      errors: 0,
      readLatencyUsP50: expect.any(Number),
      readLatencyUsP99: expect.any(Number),
      readLatencyUsP999: expect.any(Number),
      readLatencyUsMax: expect.any(Number),
      writeLatencyUsP50: expect.any(Number),
      writeLatencyUsP99: expect.any(Number),
      writeLatencyUsP999: expect.any(Number),
      writeLatencyUsMax: expect.any(Number),
      depthReached: isFile ? 1 : 0,
      ioEngine: isFile ? expect.stringMatching(/^(io_uring|node:fs)$/) : 'memory',
      directIo: isFile ? expect.any(Boolean) : false,
      remembers: isFile,
      metadataCommits: 0,
      metadataCompactions: 0,
      metadataCutBytes: 0,
      metadataLostCommits: 0,
    });
    expect(volume.stats.writeLatencyUsMax).toBeGreaterThanOrEqual(volume.stats.writeLatencyUsP50);
    expect(volume.stats.writeLatencyUsP50).toBeGreaterThan(0);
  });

  test('leaves the neighbours of a write alone when it is no multiple of 4 KiB', async () => {
    const blocks = [0, 1, 2].map(() => volume.allocate(4 * KIB)[0]);
    for (const block of blocks)
      await volume.write(block, bufferOf(new Uint8Array(4 * KIB).fill(0xaa)), 4 * KIB);
    await volume.write(blocks[1], bufferOf(new Uint8Array(100).fill(0xbb)), 100);
    expect((await contentOf(blocks[0])).every((byte) => byte === 0xaa)).toBe(true);
    expect((await contentOf(blocks[2])).every((byte) => byte === 0xaa)).toBe(true);
    const middle = await contentOf(blocks[1]);
    expect(middle.every((byte, i) => byte === (i < 100 ? 0xbb : 0xaa))).toBe(true);
  });

  test('writes the first bytes of a longer buffer, and reads into them', async () => {
    const [block] = volume.allocate(4 * KIB);
    await volume.write(block, bufferOf(new Uint8Array(10_000).fill(1)), 3000);
    const bytes = new Uint8Array(10_000).fill(9);
    await volume.read(block, bufferOf(bytes), 2000);
    expect(bytes.every((byte, i) => byte === (i < 2000 ? 1 : 9))).toBe(true);
  });

  test('addresses a part of a block as a block of its own', async () => {
    const [block] = volume.allocate(16 * KIB);
    const part = { ...block, offset: block.offset + 5000, size: 10 };
    await volume.write(part, bufferOf(new Uint8Array(10).fill(7)), 10);
    const all = await contentOf(block);
    expect(all.every((byte, i) => byte === (i >= 5000 && i < 5010 ? 7 : 0))).toBe(true);
  });

  test('reports when it is full, and has space again after a free', async () => {
    const blocks = volume.allocate(MIB);
    expect(await errorOf(() => volume.allocate(1))).toEqual(code('NO_SPACE'));
    expect(volume.stats.remainingSize).toBe(0);
    volume.free(blocks);
    expect(volume.stats.remainingSize).toBe(MIB);
    expect(volume.allocate(MIB)).toHaveLength(blocks.length);
  });

  test.each<[what: string, expected: string, act: (block: Block) => unknown]>([
    ['an allocation of nothing', 'BAD_LENGTH', () => volume.allocate(0)],
    ['an allocation beyond the capacity', 'NO_SPACE', () => volume.allocate(2 * MIB)],
    ['a block past the end', 'BAD_BLOCK', (b) => write({ ...b, offset: MIB }, 1)],
    ['a block across the end', 'BAD_BLOCK', (b) => write({ ...b, offset: MIB - 4096, size: 8192 }, 8192)],
    ['a block that is not allocated', 'BAD_BLOCK', (b) => write({ ...b, offset: 512 * KIB }, 1)],
    ['a block that is allocated in part', 'BAD_BLOCK', (b) => write({ ...b, size: 64 * KIB }, 1)],
    ['a block of another device', 'BAD_BLOCK', (b) => write({ ...b, blockType: 2 }, 1)],
    ['a length beyond the block', 'BAD_LENGTH', (b) => write(b, 4097)],
    ['a length beyond the buffer', 'BAD_BUFFER', (b) => volume.write(b, bufferOf(new Uint8Array(10)), 11)],
    ['a read beyond the buffer', 'BAD_BUFFER', (b) => volume.read(b, bufferOf(new Uint8Array(10)), 11)],
    [
      'a read past the end',
      'BAD_BLOCK',
      (b) => volume.read({ ...b, offset: MIB }, bufferOf(new Uint8Array(10)), 1),
    ],
  ])('refuses %s without changing anything', async (_what, expected, act) => {
    const [block] = volume.allocate(4 * KIB);
    await volume.write(block, bufferOf(new Uint8Array(4 * KIB).fill(0xcc)), 4 * KIB);
    expect(await errorOf(() => act(block))).toEqual(code(expected));
    expect((await contentOf(block)).every((byte) => byte === 0xcc)).toBe(true);
    expect(volume.stats).toMatchObject({ errors: 1, allocatedBlocks: 1, remainingSize: MIB - 4 * KIB });
  });

  test('refuses to free a block twice or a foreign block, and then frees nothing of the request', async () => {
    const blocks = volume.allocate(16 * KIB);
    const others = volume.allocate(16 * KIB);
    volume.free(blocks);
    expect(await errorOf(() => volume.free(blocks))).toEqual(code('DOUBLE_FREE'));
    expect(await errorOf(() => volume.free([...others, ...blocks]))).toEqual(code('DOUBLE_FREE'));
    expect(await errorOf(() => volume.free([{ ...others[0], size: 4 * KIB }]))).toEqual(code('BAD_BLOCK'));
    expect(await errorOf(() => volume.free([{ ...others[0], blockType: 2 }]))).toEqual(code('BAD_BLOCK'));
    expect(volume.stats).toMatchObject({ errors: 4, remainingSize: MIB - 16 * KIB });
    volume.free(others);
    expect(volume.stats.remainingSize).toBe(MIB);
  });

  const write = (block: Block, length: number) =>
    volume.write(block, bufferOf(new Uint8Array(length)), length);
});

test('a block past the end does not extend the file of a device', async () => {
  const path = join(directory, 'bounded');
  const volume = await Volume.open(path, params({ totalSize: 16_384 }));
  const [block] = volume.allocate(16_384);
  const act = () =>
    volume.write({ ...block, offset: 4096, size: 16_384 }, bufferOf(new Uint8Array(8192).fill(1)), 8192);
  expect(await errorOf(act)).toEqual(code('BAD_BLOCK'));
  await volume.close();
  expect(await readFile(path)).toEqual(Buffer.alloc(16_384));
});

test('a noop device accepts everything and stores nothing', async () => {
  const volume = await Volume.open('noop', params({ bdevType: BdevType.kNoop, totalSize: MIB }));
  const [block] = volume.allocate(4 * KIB);
  expect(volume.write(block, bufferOf(new Uint8Array(4 * KIB).fill(1)), 4 * KIB)).toBe(4 * KIB);
  const bytes = new Uint8Array(4 * KIB).fill(5);
  expect(volume.read(block, bufferOf(bytes), 4 * KIB)).toBe(4 * KIB);
  expect(bytes.every((byte) => byte === 5)).toBe(true);
});

describe('create parameters', () => {
  test.each<[what: string, given: Partial<CreateParams>, expected: string, returnCode: number]>([
    ['a RAM device of no size', { bdevType: BdevType.kRam }, 'ZERO_SIZE', 4],
    ['a noop device of no size', { bdevType: BdevType.kNoop }, 'ZERO_SIZE', 4],
    ['less than one unit', { bdevType: BdevType.kRam, totalSize: 100 }, 'ZERO_SIZE', 4],
    ['less than one unit of a file', { totalSize: 100 }, 'ZERO_SIZE', 4],
    [
      'memory that nobody has',
      { bdevType: BdevType.kRam, totalSize: 2 ** 50, alignment: 2 ** 20 },
      'ALLOCATION_FAILED',
      5,
    ],
    ['two different sizes', { totalSize: MIB, capacity: 2 * MIB }, 'BAD_PARAMETERS', 6],
    ['an alignment that is no power of two', { totalSize: MIB, alignment: 5000 }, 'BAD_PARAMETERS', 6],
    ['an alignment of nothing', { totalSize: MIB, alignment: 0 }, 'BAD_PARAMETERS', 6],
    ['a depth of nothing', { totalSize: MIB, ioDepth: 0 }, 'BAD_PARAMETERS', 6],
    ['an unknown type', { totalSize: MIB, bdevType: 9 as BdevType }, 'BAD_PARAMETERS', 6],
    ['more units than can be counted', { bdevType: BdevType.kNoop, totalSize: 2 ** 50 }, 'BAD_PARAMETERS', 6],
  ])('refuses %s and leaves nothing behind', async (_what, given, expected, returnCode) => {
    const path = join(directory, 'refused');
    expect(await errorOf(() => Volume.open(path, params(given)))).toMatchObject({
      code: expected,
      returnCode,
    });
    await expect(access(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('capacity is another name for totalSize', async () => {
    const volume = await Volume.open('ram', params({ bdevType: BdevType.kRam, capacity: MIB }));
    expect(volume.stats.capacity).toBe(MIB);
  });

  test('allocates space in units of the alignment', async () => {
    const volume = await Volume.open(
      'ram',
      params({ bdevType: BdevType.kRam, totalSize: MIB, alignment: 512 }),
    );
    expect(volume.allocate(1)).toEqual([{ offset: 0, size: 512, blockType: BdevType.kRam }]);
  });
});
