import type { ChimaeraError } from '../errors.js';
import { checkOptions } from './check-options.js';
import type { SettledAll } from './chi.js';
import { fanOut, isFanOut } from './fan-out.js';
import type { Party } from './party.js';
import type { PreparedTask } from './prepared-task.js';

/** Sends all tasks, wakes each worker at most once, and waits until every one has ended. */
export async function submitBatch<const T extends readonly PreparedTask[]>(
  party: Party,
  tasks: T,
): Promise<SettledAll<T>> {
  const promises: Promise<unknown>[] = [];
  party.batch(() => {
    for (const prepared of tasks) promises.push(send(party, prepared).catch((error: ChimaeraError) => error));
  });
  return (await Promise.all(promises)) as SettledAll<T>;
}

async function send(party: Party, prepared: PreparedTask): Promise<unknown> {
  const { type, target, input } = prepared;
  let { options } = prepared;
  if (options !== undefined) checkOptions(options);
  if (isFanOut(options)) return fanOut(party, type, target, input, options!);
  for (;;) {
    const task = party.begin(type as never, target, type.heapBytes(input));
    if (task === undefined) {
      options = await party.untilMemory(type, options);
      continue;
    }
    try {
      type.fill(task, input);
    } catch (error) {
      party.discard(task);
      throw error;
    }
    return party.sendForPromise(type, task, target, options);
  }
}
