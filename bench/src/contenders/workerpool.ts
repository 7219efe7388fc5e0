import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import workerpool from 'workerpool';
import type { Contender, Session } from '../contender.js';
import { processed, type TaskOutput } from '../task.js';

const METHOD = 'answer';

/** It sends a worker the next task when the previous one has ended, and has no setting to send more. */
export const workerPool: Contender = {
  id: 'workerpool',
  title: 'workerpool',
  setup: 'one worker thread, one task per worker',
  packageName: 'workerpool',
  async open(): Promise<Session> {
    const pool = workerpool.pool(fileURLToPath(import.meta.url), {
      minWorkers: 1,
      maxWorkers: 1,
      workerType: 'thread',
    });
    return {
      async call(operationId, data) {
        return (await pool.exec(METHOD, [operationId, data])) as TaskOutput;
      },
      close: async () => void (await pool.terminate(true)),
    };
  },
};

if (!isMainThread) {
  workerpool.worker({
    [METHOD]: (_operationId: number, data: string): TaskOutput => ({ data: processed(data) }),
  });
}
