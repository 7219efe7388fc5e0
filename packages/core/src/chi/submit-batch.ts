import { ChimaeraError } from '../errors.js';
import { checkOptions, refusePeriodic } from '../submit/check-options.js';
import type { Party } from '../submit/party.js';
import type { Chi, SettledAll } from './chi.js';
import { turnAfterFailures } from './failed-at-once.js';
import { fanOut, forgotten, isFanOut } from './fan-out.js';
import { fillTask, heapBytesOf } from './inputs.js';
import { PreparedTask } from './prepared-task.js';

/** Sends all tasks, wakes each worker at most once, and waits until every one has ended. */
export async function submitBatch<const T extends readonly PreparedTask[]>(
  chi: Chi,
  tasks: T,
): Promise<SettledAll<T>> {
  if (!Array.isArray(tasks) || !tasks.every((task) => task instanceof PreparedTask)) {
    throw new ChimaeraError('INVALID_ARGUMENT', 'submitBatch takes a list of what prepare…() returned');
  }
  if (tasks.some((task) => task.chi !== undefined && task.chi !== chi)) {
    throw new ChimaeraError(
      'INVALID_ARGUMENT',
      'submitBatch takes tasks of its own connection; one was prepared by a client of another',
    );
  }
  const party = chi.$party;
  const promises: Promise<unknown>[] = [];
  party.batch(() => {
    for (const prepared of tasks) promises.push(send(party, prepared).catch((error: ChimaeraError) => error));
  });
  const results = await Promise.all(promises);
  if (results.every((result) => result instanceof Error)) await turnAfterFailures();
  return results as SettledAll<T>;
}

async function send(party: Party, prepared: PreparedTask): Promise<unknown> {
  const { type, target, input } = prepared;
  let { options } = prepared;
  if (options !== undefined) checkOptions(options);
  refusePeriodic(type, options, 'a batch would not');
  if (isFanOut(options)) return fanOut(party, type, target, input, options!);
  for (;;) {
    const task = party.begin(type, target, heapBytesOf(type, input));
    if (task === undefined) {
      options = await party.shortage.until(type, options);
      continue;
    }
    fillTask(party, type, task, input);
    if (options?.fireAndForget === true) return forgotten(party, type, task, target, options);
    return party.sendForPromise(type, task, target, options);
  }
}
