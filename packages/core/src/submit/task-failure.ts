import { ChimaeraError, codeOfReturnCode } from '../errors.js';
import type { Task } from '../task/task.js';
import type { TaskType } from '../task/task-type.js';

/** The error that a failed task carries. */
export function failureOf(type: TaskType, task: Task, returnCode: number): ChimaeraError {
  const code = task.errorCode || codeOfReturnCode(returnCode);
  const message = task.errorMessage || `${type.module}.${type.name} ended with return code ${returnCode}`;
  // All that the runtime sees of its sender is a layout.
  const sender =
    code === 'LAYOUT_MISMATCH' && type.version !== undefined
      ? `; this client was built from module version ${type.version}`
      : '';
  // Replicas of a task that a monitor has copied.
  const replicas = code === 'PARTIAL_FAILURE' ? task.replicas : undefined;
  return new ChimaeraError(code, message + sender, { returnCode, replicas });
}

/** The error of a call whose task has not ended in time. */
export function timeoutError(type: TaskType | undefined): ChimaeraError {
  return new ChimaeraError(
    'TIMEOUT',
    `${type?.module}.${type?.name} did not complete within its timeoutMs; it has been asked to stop`,
  );
}
