import { ChimaeraError } from '../errors.js';
import type { ChiBuffer } from '../memory/buffer-ref.js';
import type { LocalContainer } from '../module/local-container.js';
import type { RunContext } from '../module/run-context.js';
import type { Party } from '../submit/party.js';
import { PoolTarget } from '../submit/pool-target.js';
import { PoolQuery } from '../task/pool-query.js';
import { Reader } from '../task/reader.js';
import type { Task } from '../task/task.js';
import type { TaskType } from '../task/task-type.js';
import { Writer } from '../task/writer.js';

/** Room in the copy for outputs, beside the inputs as they travelled. Longer ones spill, as always. */
const OUTPUT_ROOM_BYTES = 512;

/**
 * The detour of a `forceNet` task (design D13): its inputs are written to an archive, read into a task of this worker's
 * own, which runs like any other; its outputs come back the same way. Nothing of the two tasks is shared, as if they
 * were on two hosts, so one machine tests what two will need.
 */
export class Loopback {
  private readonly writer = Writer.growing();

  constructor(
    private readonly party: Party,
    private readonly takeReceivedBuffers: () => ChiBuffer[],
  ) {}

  async run(local: LocalContainer, rctx: RunContext): Promise<void> {
    const { libExec, container } = local;
    const { $method: method, task } = rctx;
    libExec.saveIn(method, task, this.writer.clear());
    const copy = this.send(local, rctx, this.writer.bytesWritten().slice());
    const buffers = this.takeReceivedBuffers();
    const cancel = (): void => copy.stop();
    rctx.signal.addEventListener('abort', cancel);
    try {
      // Until it has really ended: it may still write to its buffers.
      await copy.wait();
      if (copy.returnCode !== 0) {
        const { returnCode } = copy;
        throw new ChimaeraError(
          copy.errorCode,
          copy.errorMessage || `container ${container.containerId} answered ${returnCode}`,
          { returnCode },
        );
      }
      libExec.saveOut(method, copy, this.writer.clear());
      libExec.loadOut(method, task, Reader.of(this.writer.bytesWritten()));
    } finally {
      rctx.signal.removeEventListener('abort', cancel);
      copy.dispose();
      for (const buffer of buffers) buffer.free();
    }
  }

  private send(local: LocalContainer, rctx: RunContext, inputs: Uint8Array): Task {
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
      query: PoolQuery.directId(container.containerId),
      taskNode: rctx.taskNode,
    });
  }
}
