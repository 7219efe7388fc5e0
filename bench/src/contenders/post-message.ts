import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { Contender, Session } from '../contender.js';
import { Pending } from '../pending.js';
import { processed, type TaskOutput } from '../task.js';

interface Request {
  readonly id: number;
  readonly operationId: number;
  readonly data: string;
}

interface Reply extends TaskOutput {
  readonly id: number;
}

/** The least that two threads need to talk: no pool, no queue, an object each way. */
export const postMessage: Contender = {
  id: 'post-message',
  title: 'worker_threads postMessage',
  setup: 'one worker thread, structured clone',
  async open(): Promise<Session> {
    const pending = new Pending<TaskOutput>();
    const worker = new Worker(new URL(import.meta.url));
    worker.on('message', (reply: Reply) => pending.settle(reply.id, reply));
    await new Promise((resolve) => worker.once('online', resolve));
    return {
      call: (operationId, data) =>
        pending.add((id) => worker.postMessage({ id, operationId, data } satisfies Request)),
      close: async () => void (await worker.terminate()),
    };
  },
};

if (!isMainThread) {
  parentPort!.on('message', ({ id, data }: Request) => {
    parentPort!.postMessage({ id, data: processed(data) } satisfies Reply);
  });
}
