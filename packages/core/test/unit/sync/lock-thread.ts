// A worker of shared-lock.threads.test.ts: raises an unprotected counter under a shared lock.
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { BroadcastChannel, parentPort, workerData } from 'node:worker_threads';
import { CoMutex } from '../../../src/sync/comutex.js';
import { installLockTransport, type LockMessage } from '../../../src/sync/lock-transport.js';
import { receiveLockMessage } from '../../../src/sync/shared-locks.js';
import { inTask } from '../../../src/sync/task-context.js';
import { FakeTask } from './fake-task.js';
import type { LockThreadInput } from './shared-lock.threads.test.js';

const input = workerData as LockThreadInput;
const { worker, workers, rounds, table } = input;
const [counter, finished, ready] = [0, 1, 2];
const shared = new Int32Array(input.shared);

let sent = 0;
const channel = new BroadcastChannel(input.channel);
channel.onmessage = (event): void => {
  const { from, to, message } = (event as { data: { from: number; to: number; message: LockMessage } }).data;
  if (to === worker) receiveLockMessage(from, message);
};
installLockTransport({
  localWorker: worker,
  workers,
  table,
  send: (to, message) => {
    sent++;
    channel.postMessage({ from: worker, to, message });
  },
});

const mutex = CoMutex.shared();
mutex.$share('chimaera_test.counter');

async function raise(): Promise<void> {
  using _held = await mutex.scoped();
  const value = shared[counter];
  await turn();
  shared[counter] = value + 1;
}

async function all(word: number): Promise<void> {
  Atomics.add(shared, word, 1);
  while (Atomics.load(shared, word) < workers) await sleep(1);
}

await all(ready);
for (let round = 0; round < rounds; round += 2) {
  const tasks = [0, 1].map((i) => new FakeTask(round + i, worker));
  await Promise.all(tasks.map((task) => inTask(task, raise, undefined, undefined)));
}
await all(finished);
parentPort!.postMessage({ sent });
channel.close();
