import type { ChimaeraError } from '../../errors.js';
import {
  TASK_HEADER_BYTES,
  TASK_RETURN_CODE_WORD,
  TASK_STATE_WORD,
  TaskState,
} from '../../layout/task-layout.js';
import type { Logger } from '../../log.js';
import type { Segment } from '../../memory/segment.js';
import { Access, Task } from '../../task/task.js';
import type { Sources } from '../inlets/sources.js';
import type { TaskSource } from '../inlets/task-source.js';
import type { WorkerOwner } from '../state/worker-owner.js';
import type { Acceptor } from './acceptor.js';
import type { WaitingTask } from './anteroom.js';

/**
 * Ends tasks that have no context, and perhaps no known type: touches only the header of such a task, through an
 * accessor of the base class. The acceptor has just found their blocks sound.
 */
export class Refusals {
  private readonly refused = new RefusedTask();

  constructor(
    private readonly main: Segment,
    private readonly owner: WorkerOwner,
    private readonly acceptor: Acceptor,
    private readonly logger: Logger,
    private readonly sources: Sources,
  ) {}

  /** Ends it with an error. */
  refuse(source: TaskSource, base: number, slot: number, generation: number, error: ChimaeraError): void {
    this.write(source.party, base, error);
    if (this.logger.debugEnabled)
      this.logger.debug(`refused a task of party ${source.party}: ${error.code}: ${error.message}`);
    this.complete(source, base, slot, generation, error.returnCode);
  }

  /** Ends one that has waited for its container; without a reason, as if it had done its work. */
  turnAway({ source, base, slot, generation }: WaitingTask, reason: ChimaeraError | undefined): void {
    // Others could have written to it meanwhile.
    if (!this.acceptor.isSound(source.party, base) || !this.acceptor.isCurrent(base, generation))
      return this.sources.stray(source, slot, generation);
    if (reason === undefined) this.complete(source, base, slot, generation, 0);
    else this.refuse(source, base, slot, generation, reason);
  }

  private complete(
    source: TaskSource,
    base: number,
    slot: number,
    generation: number,
    returnCode: number,
  ): void {
    // A sender who misses the record goes by it.
    this.main.u32[(base >>> 2) + TASK_STATE_WORD] = TaskState.kComplete;
    this.sources.complete(source, slot, generation, returnCode);
  }

  private write(party: number, base: number, error: ChimaeraError): void {
    const { refused, owner } = this;
    const { blockBytes } = this.acceptor;
    const header = TASK_HEADER_BYTES;
    try {
      refused.$memory.attach(owner, party, -1, 0, base, header, header, blockBytes, Access.kAll);
      refused.$fail(error);
    } catch {
      // There is no room for the text.
      this.main.u32[(base >>> 2) + TASK_RETURN_CODE_WORD] = error.returnCode;
    }
    owner.sealSpill(refused.$memory);
    refused.$memory.detach();
  }
}

/** The header of a task, whatever its type. */
class RefusedTask extends Task {}
