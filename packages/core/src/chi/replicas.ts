import { ChimaeraError, type Replica } from '../errors.js';
import type { TaskType } from '../task/task-type.js';

/** The answer of a container that has failed. */
export function failedReplica(containerId: number, error: ChimaeraError): Replica {
  return { containerId, returnCode: error.returnCode === 0 ? 1 : error.returnCode, error };
}

/** The error of a Broadcast or Range task if any container failed; undefined if none did. */
export function partialFailure(
  type: Pick<TaskType, 'module' | 'name'>,
  replicas: readonly Replica[],
): ChimaeraError | undefined {
  const failed = replicas.filter(({ returnCode }) => returnCode !== 0);
  if (failed.length === 0) return undefined;
  const { containerId, returnCode, error } = failed[0]!;
  const message = `${type.module}.${type.name} failed in ${failed.length} of ${replicas.length} containers; container ${containerId}: ${error?.message}`;
  return new ChimaeraError('PARTIAL_FAILURE', message, { returnCode, cause: error, replicas });
}
