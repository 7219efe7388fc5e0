import { ChimaeraError } from '../errors.js';
import { QueuePriority } from '../lane/lane.js';
import type { CallOptions } from './call-options.js';

/** @throws ChimaeraError INVALID_ARGUMENT for what no call can be sent with; the compiler sees most of it, not all */
export function checkOptions(options: CallOptions): void {
  const { query, timeoutMs, signal, priority, taskNode, periodMs } = options;
  if (timeoutMs !== undefined) checkMs('timeoutMs', timeoutMs);
  if (periodMs !== undefined) checkMs('periodMs', periodMs);
  if (query !== undefined && typeof query?.kind !== 'number') refuse('query', 'a PoolQuery', query);
  if (taskNode !== undefined && typeof taskNode?.major !== 'number')
    refuse('taskNode', 'what createTaskNode() gave', taskNode);
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    refuse('signal', 'an AbortSignal', signal);
  if (
    priority !== undefined &&
    priority !== QueuePriority.kLowLatency &&
    priority !== QueuePriority.kHighLatency
  )
    refuse('priority', 'one of QueuePriority', priority);
}

function checkMs(name: string, value: number): void {
  // NaN is refused, too
  if (typeof value !== 'number' || !(value >= 0)) refuse(name, 'a number of milliseconds from 0 on', value);
}

function refuse(name: string, wanted: string, value: unknown): never {
  const shown = typeof value === 'object' && value !== null ? 'an object' : String(value);
  throw new ChimaeraError('INVALID_ARGUMENT', `the option ${name} is ${wanted}, not ${shown}`);
}
