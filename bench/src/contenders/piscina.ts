import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Contender, Session } from '../contender.js';
import { processed, type TaskInput, type TaskOutput } from '../task.js';

/** One task per worker is piscina's default; 64 gives the best throughput here (measured: 8 times as much). */
const TASKS_PER_WORKER = 64;

/** As it comes: the worker sleeps in Atomics.wait between tasks. */
export const piscina = contenderWith('sync', 'piscina', 'piscina');
/** Messages only, a mode that its documentation offers. */
export const piscinaWithoutAtomics = contenderWith('disabled', 'piscina-no-atomics', 'piscina, no atomics');

function contenderWith(atomics: 'sync' | 'disabled', id: string, title: string): Contender {
  return {
    id,
    title,
    setup: `one worker thread, ${TASKS_PER_WORKER} tasks per worker, atomics '${atomics}'`,
    packageName: 'piscina',
    async open(): Promise<Session> {
      const pool = new Piscina<TaskInput, TaskOutput>({
        filename: fileURLToPath(import.meta.url),
        name: answer.name,
        minThreads: 1,
        maxThreads: 1,
        concurrentTasksPerWorker: TASKS_PER_WORKER,
        atomics,
        recordTiming: false,
      });
      return {
        call: (operationId, data) => pool.run({ operationId, data }),
        close: () => pool.destroy(),
      };
    },
  };
}

/** Called by piscina in its worker. */
export function answer({ data }: TaskInput): TaskOutput {
  return { data: processed(data) };
}
