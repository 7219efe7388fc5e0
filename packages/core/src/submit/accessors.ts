import type { Arena } from '../memory/arena.js';
import { Access, type Task } from '../task/task.js';
import type { TaskOwner } from '../task/task-owner.js';
import type { TaskType } from '../task/task-type.js';
import type { Call } from './call.js';
import { failureOf } from './task-failure.js';

/** Accessors that are reused for each type, to fill blocks and to read results, so that neither makes garbage. */
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

  /** A separate accessor, for a handle. */
  makeHandle<T extends Task>(type: TaskType<T, never, unknown>, slot: number): T {
    return this.point(new type.View(), type, slot, Access.kInputs);
  }

  /** Copies the outputs of a task that has ended. @throws ChimaeraError if the task failed */
  takeResult({ type, slot, generation, base }: Call): unknown {
    // Exists since the task was filled.
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
