import { ChimaeraError } from '../errors.js';
import { PoolQuery, QueryKind } from '../task/pool-query.js';
import type { Task } from '../task/task.js';
import type { Replica } from '../task/task-owner.js';
import type { TaskType } from '../task/task-type.js';
import type { CallOptions } from './call-options.js';
import type { Party } from './party.js';
import type { PoolTarget } from './pool-target.js';

/**
 * Broadcast and Range: one copy of the task for each container, all under way at once (checklist SIL13).
 * The outputs are those of the first container; `replicas` holds every container's own.
 * @throws ChimaeraError PARTIAL_FAILURE when any container failed, with `replicas` on the error
 */
export async function fanOut<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  target: PoolTarget,
  input: I,
  options: CallOptions,
): Promise<R> {
  const containers = addressed(party, type, target, options.query!);
  const settled = await Promise.allSettled(
    containers.map((container) =>
      sendOne(party, type, target, input, { ...options, query: PoolQuery.directId(container) }),
    ),
  );
  const replicas = settled.map((outcome, i) => replicaOf(containers[i]!, outcome));
  const failed = replicas.filter(({ returnCode }) => returnCode !== 0);
  if (failed.length > 0) {
    const { containerId, returnCode, error } = failed[0]!;
    const message = `${type.module}.${type.name} failed in ${failed.length} of ${replicas.length} containers; container ${containerId}: ${error?.message}`;
    throw Object.assign(new ChimaeraError('PARTIAL_FAILURE', message, { returnCode, cause: error }), {
      replicas,
    });
  }
  const [first] = settled as PromiseFulfilledResult<R>[];
  return { ...first!.value, replicas };
}

function sendOne<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  target: PoolTarget,
  input: I,
  options: CallOptions,
): Promise<R> {
  const task = party.begin(type, target, type.heapBytes(input));
  if (task === undefined) {
    return new Promise<void>((resolve) => party.whenMemory(resolve)).then(() =>
      sendOne(party, type, target, input, options),
    );
  }
  try {
    type.fill(task, input);
  } catch (error) {
    party.discard(task);
    return Promise.reject(error as ChimaeraError);
  }
  return party.sendForPromise<R>(type as unknown as TaskType, task, target, options);
}

function addressed<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  target: PoolTarget,
  query: PoolQuery,
): number[] {
  const count = target.containerCount(party.routes);
  const name = `${type.module}.${type.name}`;
  if (count === 0)
    throw new ChimaeraError(
      'POOL_NOT_FOUND',
      `${name}: there is no pool ${target.major}.${target.minor}; create it first`,
    );
  const [first, length] = query.kind === QueryKind.kRange ? [query.a, query.b] : [0, count];
  if (first + length > count) {
    throw new ChimaeraError(
      'CONTAINER_NOT_FOUND',
      `${name}: ${query.toString()} goes past the ${count} containers of pool ${target.major}.${target.minor}`,
    );
  }
  return Array.from({ length }, (_, i) => first + i);
}

function replicaOf(containerId: number, outcome: PromiseSettledResult<unknown>): Replica {
  if (outcome.status === 'fulfilled') return { ...(outcome.value as object), containerId, returnCode: 0 };
  const error = outcome.reason as ChimaeraError;
  return { containerId, returnCode: error.returnCode === 0 ? 1 : error.returnCode, error };
}
