// A client in a thread, which is terminated without saying goodbye.
import { parentPort, workerData } from 'node:worker_threads';
import { connect, PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';

const chi = await connect({ dir: workerData.dir, waitServerSeconds: 0 });
const mod = new modName.Client(chi, PoolId.parse('7000.0'));
chi.allocateBuffer(2 ** 20);
await mod.largeOutput({ size: 2 ** 20 });
void mod.coMutexTest({ testId: 1, holdMs: 600_000 }).catch(() => undefined);
await mod.custom({ data: 'x', operationId: 1 });
parentPort.postMessage('connected');
