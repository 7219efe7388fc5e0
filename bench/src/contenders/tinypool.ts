import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import type { Contender, Session } from '../contender.js';
import { processed, type TaskInput, type TaskOutput } from '../task.js';

/** As for piscina, from which it descends: the value with the best throughput. */
const TASKS_PER_WORKER = 64;

export const tinypool: Contender = {
  id: 'tinypool',
  title: 'tinypool',
  setup: `one worker thread, ${TASKS_PER_WORKER} tasks per worker`,
  packageName: 'tinypool',
  async open(): Promise<Session> {
    const pool = new Tinypool({
      filename: fileURLToPath(import.meta.url),
      name: answer.name,
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: TASKS_PER_WORKER,
    });
    return {
      call: (operationId, data) => pool.run({ operationId, data }) as Promise<TaskOutput>,
      close: () => pool.destroy(),
    };
  },
};

/** Called by tinypool in its worker. */
export function answer({ data }: TaskInput): TaskOutput {
  return { data: processed(data) };
}
