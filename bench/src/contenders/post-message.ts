import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { Contender, Region, Session } from '../contender.js';
import { Pending } from '../pending.js';
import { shiftBytes } from '../region.js';
import { processed, type TaskOutput } from '../task.js';

interface Request {
  readonly id: number;
  readonly operationId: number;
  readonly data: string;
}

interface Reply extends TaskOutput {
  readonly id: number;
}

/** The least that two threads need to communicate: no pool, no queue, one object each way. */
export const postMessage: Contender = {
  id: 'post-message',
  title: 'worker_threads postMessage',
  setup: 'one worker thread, structured clone',
  async open(): Promise<Session> {
    const pending = new Pending<TaskOutput>();
    const worker = new Worker(new URL(import.meta.url));
    const receive = (reply: Reply): void => pending.settle(reply.id, reply);
    worker.on('message', receive);
    await new Promise((resolve) => worker.once('online', resolve));
    return {
      call: (operationId, data) =>
        pending.add((id) => worker.postMessage({ id, operationId, data } satisfies Request)),
      async openRegion(bytes) {
        worker.off('message', receive);
        return openRegion(worker, bytes, () => worker.on('message', receive));
      },
      close: async () => void (await worker.terminate()),
    };
  },
};

/** Without a transfer list: each message is copied, once when written and again when read. */
function openRegion(worker: Worker, bytes: number, done: () => void): Region {
  let resolve: (answer: Uint8Array) => void;
  const receive = (answer: Uint8Array): void => resolve(answer);
  worker.on('message', receive);
  return {
    bytes: new Uint8Array(bytes),
    exchange(): Promise<Uint8Array> {
      return new Promise((fulfil) => {
        resolve = fulfil;
        worker.postMessage(this.bytes);
      });
    },
    close() {
      worker.off('message', receive);
      done();
    },
  };
}

if (!isMainThread) {
  parentPort!.on('message', (request: Request | Uint8Array) => {
    if (request instanceof Uint8Array) {
      shiftBytes(request);
      parentPort!.postMessage(request);
    } else {
      parentPort!.postMessage({ id: request.id, data: processed(request.data) } satisfies Reply);
    }
  });
}
