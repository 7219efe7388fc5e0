import { ChimaeraError } from '../../errors.js';
import {
  SPILL_SLOT_BITS,
  TASK_SPILL_GENERATION_WORD,
  TASK_SPILL_SLOT_WORD,
  TASK_STATE_WORD,
} from '../../layout/task-layout.js';
import { BufferRef } from '../../memory/buffer-ref.js';
import type { ChunkTable } from '../../memory/chunk-table.js';
import { refOffset, type Ref } from '../../memory/ref.js';
import type { Memory } from '../../memory/segment.js';
import type { TaskMemory } from '../../task/task-memory.js';
import type { TaskOwner } from '../../task/task-owner.js';
import type { Spills } from './spills.js';

/** The worker's side of an accessor: outputs may spill, references must be the sender's own, nothing waits. */
export class WorkerOwner implements TaskOwner {
  constructor(
    readonly memory: Memory,
    private readonly chunks: ChunkTable,
    private readonly spills: Spills,
    private readonly workers: number,
    private readonly index: number,
  ) {}

  spill(task: TaskMemory, byteLength: number): Ref {
    if (task.spill < 0) task.spill = this.spills.open(task.party);
    return this.spills.add(task.spill, byteLength);
  }

  /** Tells the sender what to release when it has read the outputs, and how large that is. */
  sealSpill(task: TaskMemory): void {
    if (task.spill < 0) return;
    const words = this.memory.main.u32;
    const log = logOf(this.spills.bytesOf(task.spill));
    words[task.word + TASK_SPILL_SLOT_WORD] = (task.spill + 1) | (log << SPILL_SLOT_BITS);
    words[task.word + TASK_SPILL_GENERATION_WORD] = this.spills.seal(task.spill);
  }

  /**
   * For a periodic task between two runs. A word that merely looks like a reference keeps a block until the next look.
   * The segment of a buffer reference is in another word, so only offsets are compared.
   */
  pruneSpill(task: TaskMemory, fixedBytes: number): void {
    if (task.spill < 0) return;
    const { u32 } = this.memory.main;
    const offsets = new Set<number>();
    for (let at = task.word + TASK_STATE_WORD, end = (task.base + fixedBytes) >>> 2; at < end; at++)
      offsets.add(refOffset(u32[at] as Ref));
    this.spills.prune(task.spill, (ref) => offsets.has(refOffset(ref)));
  }

  /** Buffers of the sender, and buffers of the runtime itself, which tasks between containers carry. */
  mayRefer(task: TaskMemory, segment: number, offset: number, byteLength: number): boolean {
    const owner = this.chunks.ownerOf(segment, offset);
    if (owner >= 0 && owner < this.workers) return this.chunks.isOwnedBy(segment, offset, byteLength, owner);
    return owner === task.party && this.pin(task, segment, offset, byteLength);
  }

  /** The task has ended: what it referred to may be given to others once its owner returns it. */
  unpin(task: TaskMemory): void {
    const pins = task.pins;
    if (pins === null) return;
    task.pins = null;
    for (let i = 0; i < pins.length; i += 3)
      this.chunks.unpin(this.index, pins[i]!, pins[i + 1]!, pins[i + 2]!);
  }

  /** A client may free its buffer, or give up the task, while the method or a device still uses the buffer. */
  private pin(task: TaskMemory, segment: number, offset: number, byteLength: number): boolean {
    const pins = (task.pins ??= []);
    for (let i = 0; i < pins.length; i += 3)
      if (pins[i] === segment && pins[i + 1] === offset && pins[i + 2]! >= byteLength) return true;
    if (!this.chunks.pin(this.index, segment, offset, byteLength, task.party)) return false;
    pins.push(segment, offset, byteLength);
    return true;
  }

  /** From the worker's own arena, released together with the other outputs of the task. */
  receiveBuffer(task: TaskMemory, byteLength: number): BufferRef {
    const ref = this.spill(task, byteLength);
    return new BufferRef(this.memory.runtimeData, refOffset(ref), byteLength, 0);
  }

  wait(): never {
    throw notInMethod('wait()');
  }

  waitSync(): never {
    throw notInMethod('waitSync()');
  }

  stop(): never {
    throw notInMethod('stop()');
  }

  dispose(): never {
    throw notInMethod('dispose()');
  }
}

function notInMethod(member: string): ChimaeraError {
  return new ChimaeraError(
    'INVALID_ARGUMENT',
    `task.${member} is for handles; the task of a method ends when the method does`,
  );
}

/** Binary logarithm, rounded up. */
function logOf(bytes: number): number {
  return Math.ceil(Math.log2(bytes));
}
