import { ChimaeraError, type Replica } from '../errors.js';
import type { CallOptions } from '../submit/call-options.js';
import type { Party } from '../submit/party.js';
import type { PoolTarget } from '../submit/pool-target.js';
import { PoolQuery, QueryKind } from '../task/pool-query.js';
import type { Task } from '../task/task.js';
import type { TaskType } from '../task/task-type.js';
import { FanOutHandle } from './fan-out-handle.js';
import { fillTask, heapBytesOf } from './inputs.js';
import { failedReplica, partialFailure } from './replicas.js';

/** Whether a call goes to several containers, a copy of the task to each (checklist SIL13). */
export function isFanOut(options: CallOptions | undefined): boolean {
  const kind = options?.query?.kind;
  return kind === QueryKind.kBroadcast || kind === QueryKind.kRange;
}

/**
 * The promise form: all copies are under way at once. The outputs are those of the first container; `replicas` holds
 * every container's own.
 * @throws ChimaeraError for wrong inputs; PARTIAL_FAILURE if any container failed, with `replicas` on the error
 */
export async function fanOut<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  target: PoolTarget,
  input: I,
  options: CallOptions,
): Promise<R> {
  const containers = addressed(party, type, target, options.query!);
  const inputs: Inputs<I> = { input };
  const settled = await Promise.allSettled(
    containers.map((container) =>
      sendOne(party, type, target, inputs, { ...options, query: PoolQuery.directId(container) }),
    ),
  );
  if (inputs.refusal !== undefined) throw inputs.refusal;
  if (options.fireAndForget === true) return throwFirst(settled) as R;
  const replicas = settled.map((outcome, i) => replicaOf(containers[i]!, outcome));
  const error = partialFailure(type, replicas);
  if (error !== undefined) throw error;
  const [first] = settled as PromiseFulfilledResult<R>[];
  return { ...first!.value, replicas };
}

/** The handle form: one handle, which completes when every container has. Throws only for wrong inputs. */
export function fanOutHandle<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  target: PoolTarget,
  input: I,
  options: CallOptions,
): T {
  let containers: number[];
  try {
    containers = addressed(party, type, target, options.query!);
  } catch {
    // A handle is read and does not throw: let the container that does not exist give the reason.
    containers = [lastOf(options.query!)];
  }
  return new FanOutHandle(party, type, target, containers, input, options).open();
}

/** The blocking form. @throws ChimaeraError PARTIAL_FAILURE with `replicas`, TIMEOUT */
export function fanOutSync<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  target: PoolTarget,
  input: I,
  { timeoutMs, ...options }: CallOptions,
): R {
  const containers = addressed(party, type, target, options.query!);
  const fan = new FanOutHandle(party, type, target, containers, input, options);
  using handle = fan.open();
  try {
    handle.waitSync({ timeoutMs });
  } catch (error) {
    handle.stop();
    throw error;
  }
  if (options.fireAndForget === true) return undefined as R;
  if (fan.failure !== undefined) throw fan.failure;
  return { ...type.result(handle, 0), replicas: handle.replicas };
}

/** What all copies are made of. */
interface Inputs<I> {
  readonly input: I;
  /** What is wrong with it: of no container's making. */
  refusal?: unknown;
}

async function sendOne<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  target: PoolTarget,
  inputs: Inputs<I>,
  whole: CallOptions,
): Promise<R> {
  let options = whole;
  let task: T | undefined;
  while ((task = party.begin(type, target, bytesFor(type, inputs))) === undefined)
    options = (await party.shortage.until(type, options))!;
  try {
    fillTask(party, type, task, inputs.input);
  } catch (error) {
    throw (inputs.refusal = error);
  }
  if (options.fireAndForget === true) return forgotten(party, type, task, target, options);
  return party.sendForPromise<R>(type, task, target, options);
}

function bytesFor<T extends Task, I, R>(type: TaskType<T, I, R>, inputs: Inputs<I>): number {
  try {
    return heapBytesOf(type, inputs.input);
  } catch (error) {
    throw (inputs.refusal = error);
  }
}

/** Sends a task without waiting for its outcome; resolves when the task would outlive its sender. */
export function forgotten<T extends Task, I, R>(
  party: Party,
  type: TaskType<T, I, R>,
  task: T,
  target: PoolTarget,
  options: CallOptions,
): Promise<R> {
  const sent = party.sendAndForget(type, task, target, options);
  return (sent ?? Promise.resolve()) as Promise<R>;
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
      `${name}: ${query.toString()} reaches beyond the ${count} containers of pool ${target.major}.${target.minor}`,
    );
  }
  return Array.from({ length }, (_, i) => first + i);
}

/** The last container that a query names. */
function lastOf({ kind, a, b }: PoolQuery): number {
  return kind === QueryKind.kRange ? Math.min(a + b - 1, 0xffff_ffff) : 0;
}

function throwFirst(results: readonly PromiseSettledResult<unknown>[]): undefined {
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return undefined;
}

function replicaOf(containerId: number, outcome: PromiseSettledResult<unknown>): Replica {
  if (outcome.status === 'rejected') return failedReplica(containerId, outcome.reason as ChimaeraError);
  return { ...(outcome.value as object), containerId, returnCode: 0 };
}
