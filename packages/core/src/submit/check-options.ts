import { ChimaeraError, shown } from '../errors.js';
import { QueuePriority } from '../lane/lane.js';
import type { WaitOptions } from '../task/task-owner.js';
import type { TaskType } from '../task/task-type.js';
import type { CallOptions } from './call-options.js';

/**
 * @throws ChimaeraError INVALID_ARGUMENT for options that no call can have; the compiler finds most of these, not all
 */
export function checkOptions(options: CallOptions): void {
  checkWaitOptions(options);
  for (const name in options) if (!isOption(name) && Object.hasOwn(options, name)) throw noOption(name);
  const { query, priority, taskNode, periodMs } = options;
  if (periodMs !== undefined) checkMs('periodMs', periodMs);
  if (query !== undefined && typeof query?.kind !== 'number')
    refuse('query', 'a PoolQuery such as PoolQuery.local()', query);
  if (taskNode !== undefined && typeof taskNode?.major !== 'number')
    refuse('taskNode', 'a result of createTaskNode()', taskNode);
  if (
    priority !== undefined &&
    priority !== QueuePriority.kLowLatency &&
    priority !== QueuePriority.kHighLatency
  )
    refuse('priority', 'one of QueuePriority', priority);
}

/** A switch, because it compares with constants: a few nanoseconds for each option given. */
export function isOption(name: string): boolean {
  switch (name as keyof CallOptions) {
    case 'query':
    case 'timeoutMs':
    case 'signal':
    case 'priority':
    case 'taskNode':
    case 'fireAndForget':
    case 'periodMs':
    case 'forceNet':
    case '$routed':
      return true;
    default:
      return false;
  }
}

/** A misspelt option would otherwise be ignored silently. */
function noOption(name: string): ChimaeraError {
  const known = 'query, timeoutMs, signal, priority, taskNode, fireAndForget, periodMs and forceNet';
  return new ChimaeraError('INVALID_ARGUMENT', `calls have no option '${name}'; the options are ${known}`);
}

/** The same for a handle's `wait`. @throws ChimaeraError INVALID_ARGUMENT */
export function checkWaitOptions(options: WaitOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new ChimaeraError('INVALID_ARGUMENT', `options are an object, not ${shown(options)}`);
  const { timeoutMs, signal } = options;
  if (timeoutMs !== undefined) checkMs('timeoutMs', timeoutMs);
  if (signal !== undefined && !isSignal(signal)) refuse('signal', 'an AbortSignal', signal);
}

/**
 * For forms of a call that end when the task does; `because` completes the message.
 * @throws ChimaeraError INVALID_ARGUMENT for a periodic task, which does not end by itself
 */
export function refusePeriodic(
  { module, name }: Pick<TaskType, 'module' | 'name'>,
  options: CallOptions | undefined,
  because: string,
): void {
  if (options?.periodMs === undefined) return;
  throw new ChimaeraError(
    'INVALID_ARGUMENT',
    `${module}.${name} with periodMs does not end by itself, so ${because}; use the handle form`,
  );
}

function isSignal(value: AbortSignal): boolean {
  return typeof value?.addEventListener === 'function' && typeof value.removeEventListener === 'function';
}

function checkMs(name: string, value: number): void {
  // refuses NaN, too
  if (typeof value !== 'number' || !(value >= 0)) refuse(name, 'a number of milliseconds from 0 on', value);
}

function refuse(name: string, wanted: string, value: unknown): never {
  throw new ChimaeraError('INVALID_ARGUMENT', `the option ${name} is ${wanted}, not ${shown(value)}`);
}
