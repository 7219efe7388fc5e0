// A real thread that runs a TypeScript file of the tests, and with it the code under test.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Runs `entry`, which finds `input` in `workerData`, to its end; gives what it posted. */
export async function runThread<T>(entry: string, input: object): Promise<T> {
  const worker = new Worker(new URL('./thread-entry.mjs', import.meta.url), {
    workerData: { ...input, entry: new URL(entry, import.meta.url).href },
  });
  const exited = once(worker, 'exit');
  let posted: unknown;
  worker.on('message', (message) => (posted = message));
  await exited;
  return posted as T;
}
