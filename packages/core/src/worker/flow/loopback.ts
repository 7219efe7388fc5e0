import { failedReplica, partialFailure } from '../../chi/replicas.js';
import { ChimaeraError } from '../../errors.js';
import type { ChiBuffer } from '../../memory/buffer-ref.js';
import type { LocalContainer } from '../../module/local-container.js';
import type { RunContext } from '../../module/run-context.js';
import type { Party } from '../../submit/party.js';
import { PoolTarget } from '../../submit/pool-target.js';
import { failureOf } from '../../submit/task-failure.js';
import { PoolQuery } from '../../task/pool-query.js';
import { Reader } from '../../task/reader.js';
import type { Task } from '../../task/task.js';
import type { TaskType } from '../../task/task-type.js';
import { Writer } from '../../task/writer.js';

/** Room in the copy for outputs, in addition to the encoded inputs. Longer outputs spill, as always. */
const OUTPUT_ROOM_BYTES = 512;

/**
 * The detour of a task that is to run elsewhere, or as if it were elsewhere. Its inputs are written to an archive and
 * read into a task of this worker's own, which runs like any other; its outputs come back the same way. The two tasks
 * share nothing, so with `forceNet` one machine tests what two will need (design D13). There are several copies if a
 * monitor in mode kGlobalSchedule named several containers (checklist SIL20).
 */
export class Loopback {
  private readonly writer = Writer.growing();

  constructor(
    private readonly party: Party,
    private readonly takeReceivedBuffers: () => ChiBuffer[],
  ) {}

  /**
   * The outputs are those of the first copy. @throws ChimaeraError the copy's failure; PARTIAL_FAILURE if there are
   * several
   */
  async run(local: LocalContainer, rctx: RunContext): Promise<void> {
    const { libExec, container } = local;
    const { $method: method, task } = rctx;
    const containers = rctx.$copiesIn ?? [container.containerId];
    const copies: Task[] = [];
    const buffers: ChiBuffer[] = [];
    const stop = (): void => copies.forEach((copy) => copy.stop());
    rctx.signal.addEventListener('abort', stop);
    try {
      try {
        libExec.saveIn(method, task, this.writer.clear());
        const inputs = this.writer.bytesWritten().slice();
        for (const containerId of containers) {
          copies.push(this.send(local, rctx, containerId, inputs));
          buffers.push(...this.takeReceivedBuffers());
        }
      } catch (error) {
        stop();
        throw error;
      } finally {
        // Until they have really ended, because they may still write to their buffers.
        for (const copy of copies) await copy.wait();
      }
      throwFailure(rctx.$type, containers, copies);
      libExec.saveOut(method, copies[0]!, this.writer.clear());
      libExec.loadOut(method, task, Reader.of(this.writer.bytesWritten()));
    } finally {
      rctx.signal.removeEventListener('abort', stop);
      for (const copy of copies) copy.dispose();
      for (const buffer of buffers) buffer.free();
    }
  }

  private send(local: LocalContainer, rctx: RunContext, containerId: number, inputs: Uint8Array): Task {
    const { container, libExec } = local;
    const target = new PoolTarget(container.poolId);
    const type = rctx.$type as TaskType<Task, never, unknown>;
    const copy = this.party.begin(type, target, inputs.length * 2 + OUTPUT_ROOM_BYTES);
    if (copy === undefined)
      throw new ChimaeraError(
        'OUT_OF_MEMORY',
        `no memory for a task of ${inputs.length} bytes that came over the network`,
      );
    try {
      libExec.loadIn(rctx.$method, copy, Reader.of(inputs));
    } catch (error) {
      this.party.discard(copy);
      throw error;
    }
    return this.party.sendForHandle(type, copy, target, {
      query: PoolQuery.directId(containerId),
      taskNode: rctx.taskNode,
      $routed: true,
    });
  }
}

function throwFailure(type: TaskType, containers: readonly number[], copies: readonly Task[]): void {
  const answers = copies.map((copy, i) => {
    const { returnCode } = copy;
    const containerId = containers[i]!;
    return returnCode === 0
      ? { containerId, returnCode }
      : failedReplica(containerId, failureOf(type, copy, returnCode));
  });
  const failure = copies.length === 1 ? answers[0]!.error : partialFailure(type, answers);
  if (failure !== undefined) throw failure;
}
