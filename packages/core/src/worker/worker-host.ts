import { ChimaeraError } from '../errors.js';
import type { ChiBuffer } from '../memory/buffer-ref.js';
import type { RunContext } from '../module/run-context.js';
import type { PartyHost } from '../submit/party-host.js';
import { currentTask } from '../sync/task-context.js';
import type { TaskNode } from '../task/task-node.js';

/** A worker thread as a party's host: it polls anyway, and must never block. */
export class WorkerHost implements PartyHost {
  readonly runsTasks = true;
  private readonly received: ChiBuffer[] = [];

  constructor(
    readonly ringBell: (worker: number) => void,
    readonly deliverLocally: PartyHost['deliverLocally'],
    readonly startPolling: () => void,
    private readonly allocateBuffer: (byteLength: number) => ChiBuffer,
  ) {}

  receiveBuffer(byteLength: number): ChiBuffer {
    const buffer = this.allocateBuffer(byteLength);
    this.received.push(buffer);
    return buffer;
  }

  /** A worker takes its chunks itself, so it always knows. */
  memorySilence(): undefined {
    return undefined;
  }

  awaitMemory(): boolean {
    return false;
  }

  /** Buffers handed out since the last call, to be freed by whoever loaded the task. */
  takeReceivedBuffers(): ChiBuffer[] {
    return this.received.splice(0);
  }

  /** Subtasks join the group of the task that spawns them (checklist SIL8). */
  currentNode(): TaskNode | undefined {
    return (currentTask() as RunContext | undefined)?.taskNode;
  }

  assertMayBlock(): never {
    throw new ChimaeraError(
      'WOULD_BLOCK',
      'a blocking call inside a method or a monitor would stop its worker for good; use the form that returns a promise and await it',
    );
  }

  blockUntilDone(): never {
    return this.assertMayBlock();
  }
}
