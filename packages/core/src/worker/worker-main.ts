import { parentPort, workerData } from 'node:worker_threads';
import { ChimaeraError } from '../errors.js';
import { WorkerThread } from './worker-thread.js';
import type { WorkerStart } from './messages.js';

if (parentPort === null)
  throw new ChimaeraError('INVALID_ARGUMENT', 'worker-main.js is started by the runtime as a worker thread');
await new WorkerThread(workerData as WorkerStart, parentPort).start();
