/**
 * Entry point of a worker thread. It loads its code, and the admin module that every container can call, while the
 * control plane reserves memory; together they take half as long as one after the other.
 */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { importAdmin } from '../../chi/import-admin.js';
import { offerDoors } from '../../doors/offer.js';
import { ChimaeraError } from '../../errors.js';
import type { WorkerStart } from '../../worker/messages.js';
import { WorkerThread } from '../../worker/worker-thread.js';
import type { WorkerBoot } from './worker-handle.js';

if (parentPort === null) {
  throw new ChimaeraError('INVALID_ARGUMENT', 'worker-entry.js is started by the runtime as a worker thread');
}
const { start: startPort, control } = workerData as WorkerBoot;
const started = once(startPort, 'message') as Promise<[WorkerStart]>;
await offerDoors();
const admin = importAdmin();
admin.catch(() => undefined); // whoever needs it reports the failure
const [start] = await started;
// Loads its libraries in one call, while the files of the admin module are being read.
const thread = new WorkerThread(start, control);
await admin.catch(() => undefined);
await thread.start();
