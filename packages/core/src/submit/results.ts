import { ChimaeraError, codeOfReturnCode } from '../errors.js';
import { Access, type Task } from '../task/task.js';
import type { TaskOwner } from '../task/task-owner.js';
import type { TaskType } from '../task/task-type.js';
import type { Arena } from '../memory/arena.js';
import type { Call } from './call.js';

/** By type: accessors that fill blocks and read results, one after the other, so that neither makes garbage. */
export class Accessors {
  private readonly tasks: (Task | undefined)[] = [];

  constructor(
    private readonly party: number,
    private readonly arena: Arena,
    private readonly owner: TaskOwner,
  ) {}

  /** The type's accessor, pointed at a slot. */
  attach<T extends Task>(type: TaskType<T, never, unknown>, slot: number): T {
    const task = (this.tasks[type.index] ??= new type.View()) as T;
    return this.point(task, type, slot, Access.kAll);
  }

  /** An accessor of its own for a handle. */
  makeHandle<T extends Task>(type: TaskType<T, never, unknown>, slot: number): T {
    return this.point(new type.View(), type, slot, Access.kInputs);
  }

  /** Copies of the outputs of an ended task. @throws ChimaeraError for a task that failed */
  takeResult({ type, slot, generation, base }: Call): unknown {
    // There since the task was filled.
    const task = this.tasks[type!.index]!;
    const { $memory: memory } = task;
    memory.revisit(slot, generation, base);
    try {
      const { returnCode } = memory;
      if (returnCode !== 0) throw failureOf(type!, task, returnCode);
      return type!.result(task, 0);
    } finally {
      memory.detach();
    }
  }

  private point<T extends Task>(task: T, type: TaskType<T, never, unknown>, slot: number, access: Access): T {
    const { arena } = this;
    task.$memory.attach(
      this.owner,
      this.party,
      slot,
      arena.generationOf(slot),
      arena.offsetOf(slot),
      type.fixedBytes,
      type.fixedBytes,
      arena.bytesOf(slot),
      access,
    );
    return task;
  }
}

/** The error that a failed task carries. */
export function failureOf(type: TaskType, task: Task, returnCode: number): ChimaeraError {
  const code = task.errorCode || codeOfReturnCode(returnCode);
  const message = task.errorMessage || `${type.module}.${type.name} ended with return code ${returnCode}`;
  // Of the sender the runtime sees a layout alone.
  const sender =
    code === 'LAYOUT_MISMATCH' && type.version !== undefined
      ? `; this client was built from module version ${type.version}`
      : '';
  // Those of a task of which a monitor has made copies.
  const replicas = code === 'PARTIAL_FAILURE' ? task.replicas : undefined;
  return new ChimaeraError(code, message + sender, { returnCode, replicas });
}

export function timeoutError(type: TaskType | undefined): ChimaeraError {
  return new ChimaeraError(
    'TIMEOUT',
    `${type?.module}.${type?.name} did not complete within its timeoutMs; it has been asked to stop`,
  );
}
