// A client that has as many large reads under way as it can, until somebody kills it.
import { connect, PoolId } from '@chimaera/core';
import * as bdev from '@chimaera/bdev';

const { dir, poolId, blocks } = JSON.parse(process.argv[2]);
const chi = await connect({ dir, waitServerSeconds: 0 });
const dev = new bdev.Client(chi, PoolId.parse(poolId));
const buffers = blocks.map(({ size }) => chi.allocateBuffer(size));
let reads = 0;
for (const [i, block] of blocks.entries()) {
  void (async () => {
    for (;;) {
      await dev.read({ block, data: buffers[i], length: block.size });
      if (++reads === blocks.length) process.send('reading');
    }
  })();
}
