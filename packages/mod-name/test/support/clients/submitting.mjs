// Holds a large buffer and keeps 64 tasks in flight, until it is killed. Argument: { dir, bufferBytes }.
import { connect, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';

const IN_FLIGHT = 64;
const WARM = 2000;

const { dir, bufferBytes } = JSON.parse(process.argv[2]);
const chi = await connect({ dir, waitServerSeconds: 0 });
const mod = new Client(chi, PoolId.parse('7000.0'));
await mod.create({ poolName: 'deaths' });
chi.allocateBuffer(bufferBytes).bytes.fill(1);
let done = 0;
for (let loop = 0; loop < IN_FLIGHT; loop++) void submit(loop);

async function submit(operationId) {
  for (;;) {
    await mod.custom({ data: 'to be cut off', operationId });
    if (++done === WARM) process.send('busy');
  }
}
