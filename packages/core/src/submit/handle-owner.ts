import { ChimaeraError } from '../errors.js';
import type { BufferRef } from '../memory/buffer-ref.js';
import type { Memory } from '../memory/segment.js';
import type { Ref } from '../memory/ref.js';
import type { Task } from '../task/task.js';
import type { TaskMemory } from '../task/task-memory.js';
import type { TaskOwner, WaitOptions } from '../task/task-owner.js';
import { checkWaitOptions } from './check-options.js';
import type { PartyHost } from './party-host.js';
import type { Settler } from './settler.js';
import { waitLimits } from './wait-limits.js';

/** The sender's side of an accessor: handles of submitted tasks, and blocks that are being filled. */
export class HandleOwner implements TaskOwner {
  /** Set right after construction, because the two need each other. */
  settler!: Settler;

  constructor(
    readonly memory: Memory,
    private readonly host: PartyHost,
  ) {}

  /** Blocks are allocated with room for the inputs, so only a value that has grown since gets here. */
  spill(_task: TaskMemory, byteLength: number): Ref {
    throw new ChimaeraError(
      'OUT_OF_MEMORY',
      `an input of ${byteLength} bytes does not fit in the task; was it changed while it was sent?`,
    );
  }

  mayRefer(): boolean {
    return true;
  }

  receiveBuffer(_task: TaskMemory, byteLength: number): BufferRef {
    return this.host.receiveBuffer(byteLength);
  }

  async wait(task: Task, options: WaitOptions | undefined): Promise<void> {
    if (options !== undefined) checkWaitOptions(options);
    const call = this.settler.callOf(task);
    if (call === undefined || task.isComplete) return;
    await new Promise<void>((resolve, reject) => {
      const finish = waitLimits(call.type!, options, reject);
      (call.waiters ??= []).push({
        resolve: () => {
          finish();
          resolve();
        },
        reject: (error) => {
          finish();
          reject(error);
        },
      });
      this.host.startPolling();
    });
  }

  waitSync(task: Task, options: WaitOptions | undefined): void {
    if (options !== undefined) checkWaitOptions(options);
    const call = this.settler.callOf(task);
    if (call === undefined) return;
    this.host.assertMayBlock();
    this.settler.sendOut();
    this.host.blockUntilDone(call, options?.timeoutMs);
  }

  stop(task: Task): void {
    const call = this.settler.callOf(task);
    if (call !== undefined && !task.isComplete) this.settler.requestCancel(call);
  }

  dispose(task: Task): void {
    this.settler.disposeHandle(task);
  }
}
