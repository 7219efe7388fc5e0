/** A client of a runtime, for trials that need several: see client-process.ts. */
import { once } from 'node:events';
import { connect, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';
import { measureThroughput } from '../measure.js';
import { timeFirstTask } from '../first-task.js';
import type { ClientOrder } from './client-process.js';

const DEPTH = 64;

process.on('disconnect', () => process.exit());
const order = JSON.parse(process.argv[2]!) as ClientOrder;
if (order.kind === 'busy') await beBusy(order);
else await beIdle(order);

async function open(dir: string): Promise<Client> {
  const client = new Client(await connect({ dir, waitServerSeconds: 0 }), PoolId.parse('7000.0'));
  await client.create({ poolName: 'bench' });
  return client;
}

async function beBusy({ dir, warmUpMs, durationMs }: ClientOrder & { kind: 'busy' }): Promise<void> {
  const client = await open(dir);
  const session = {
    call: (operationId: number, data: string) => client.custom({ operationId, data }),
  };
  await measureThroughput(session, DEPTH, warmUpMs);
  const told = once(process, 'message');
  process.send!('ready');
  await told;
  process.send!(await measureThroughput(session, DEPTH, durationMs));
}

async function beIdle({ dir, connections }: ClientOrder & { kind: 'idle' }): Promise<void> {
  for (let i = 0; i < connections; i++) {
    const client = await open(dir);
    await timeFirstTask({ call: (operationId, data) => client.custom({ operationId, data }) });
  }
  process.send!('ready');
}
