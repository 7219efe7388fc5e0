/** One sample of a block device: a client in a separate process, through the whole path of a task. */
import { BdevType, type Block, Client } from '@chimaera/bdev';
import { type Chi, connect } from '@chimaera/core';
import { type Figure, measureLoops, placesOf, type SampleOrder } from './sample.js';
import { FILE_BYTES, MEMORY_BYTES } from './workload.js';

const BLOCK_BYTES = 2 ** 20;
const BLOCKS_PER_FREE = 64;
const TYPES = { file: BdevType.kFile, ram: BdevType.kRam, noop: BdevType.kNoop } as const;

/** The whole device in blocks of 1 MiB, sorted. */
async function allocateAll(dev: Client, bytes: number): Promise<Block[]> {
  const blocks: Block[] = [];
  while (blocks.length < bytes / BLOCK_BYTES)
    blocks.push(...(await dev.allocateBlocks({ size: BLOCK_BYTES })).blocks);
  return blocks.sort((a, b) => a.offset - b.offset);
}

async function fill(chi: Chi, dev: Client, blocks: readonly Block[]): Promise<void> {
  using data = chi.allocateBuffer(BLOCK_BYTES);
  for (const block of blocks) await dev.write({ block, data, length: block.size });
}

const order = JSON.parse(process.argv[2]!) as SampleOrder;
const { device, bytes, depth, operation } = order.workload;
const total = device === 'file' ? FILE_BYTES : MEMORY_BYTES;
await using chi = await connect({ dir: order.dir, waitServerSeconds: 0 });
const dev = new Client(chi);
await dev.create({
  poolName: order.name,
  params: { bdevType: TYPES[device], totalSize: total, ioDepth: Math.max(depth, 32) },
});
const blocks = await allocateAll(dev, total);
if (device === 'ram') await fill(chi, dev, blocks);
const buffers = Array.from({ length: depth }, () => chi.allocateBuffer(bytes));
const nextPlace = placesOf(order.workload, total);
const perSecond = await measureLoops(order, (loop) => {
  const place = nextPlace();
  const whole = blocks[Math.floor(place / BLOCK_BYTES)]!;
  const block = { offset: whole.offset + (place % BLOCK_BYTES), size: bytes, blockType: whole.blockType };
  const input = { block, data: buffers[loop]!, length: bytes };
  return operation === 'read' ? dev.read(input) : dev.write(input);
});
const { ioEngine, directIo } = await dev.getStats({});
// A file device remembers what is allocated, and the next sample needs all of it again.
while (blocks.length > 0) await dev.freeBlocks({ blocks: blocks.splice(0, BLOCKS_PER_FREE) });
await chi.admin.destroyPool({ targetPoolId: dev.poolId });
const figure: Figure = {
  perSecond,
  by: device === 'file' ? `${ioEngine}, ${directIo ? 'direct' : 'buffered'}` : ioEngine,
};
await new Promise((resolve) => process.send!(figure, resolve));
