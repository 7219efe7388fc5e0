// A client that asks for one durable allocation, and says when it is answered.
import { Client } from '@chimaera/bdev';
import { connect } from '@chimaera/core';

const [dir, poolName, size] = process.argv.slice(2);
const chi = await connect({ dir });
const dev = new Client(chi);
await dev.create({ poolName });
process.send('ready');
await dev.allocateBlocks({ size: Number(size), durable: true });
process.send('answered');
