// A task with one variable-sized field of each kind, as generated code would access it, and an owner that spills.
import { ChimaeraError } from '../../../src/errors.js';
import { CHUNK_BYTES, alignUp } from '../../../src/layout/alignment.js';
import { BufferRef } from '../../../src/memory/buffer-ref.js';
import { makeRef, type Ref } from '../../../src/memory/ref.js';
import { type Memory, SegmentId } from '../../../src/memory/segment.js';
import type { Replica, TaskOwner } from '../../../src/task/task-owner.js';
import { Task } from '../../../src/task/task.js';
import type { TaskMemory } from '../../../src/task/task-memory.js';

/** Words within the block. */
export const At = { name: 32, note: 34, data: 36, list: 38, buffer: 40, pool: 44 } as const;
export const FIXED_BYTES = 184;

export class EchoTaskView extends Task {
  get name(): string {
    if (this.$memory.access < 1) this.$refuse('name', 1);
    return this.$memory.readString(At.name);
  }
  set name(value: string) {
    if (this.$memory.access < 2) this.$refuse('name', 2);
    this.$memory.writeString(At.name, value);
  }
  get note(): string {
    if (this.$memory.access < 2) this.$refuse('note', 2);
    return this.$memory.readString(At.note);
  }
  set note(value: string) {
    if (this.$memory.access < 2) this.$refuse('note', 2);
    this.$memory.writeString(At.note, value);
  }
  get data(): Uint8Array {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    return this.$memory.readBytes(At.data);
  }
  set data(value: Uint8Array) {
    if (this.$memory.access < 2) this.$refuse('data', 2);
    this.$memory.writeBytes(At.data, value);
  }
  get list(): bigint[] {
    if (this.$memory.access < 2) this.$refuse('list', 2);
    return this.$memory.openRegion(At.list).u64s();
  }
  set list(value: bigint[]) {
    if (this.$memory.access < 2) this.$refuse('list', 2);
    const maxBytes = 16 + value.length * 8;
    const writer = this.$memory.beginRegion(maxBytes);
    writer.u64s(value);
    this.$memory.endRegion(At.list, writer, maxBytes);
  }
}

/** Keeps what spills in the runtime data segment, one after the other. */
export class FakeOwner implements TaskOwner {
  spills = 0;
  disposed = 0;
  stopped = 0;
  waited = 0;
  received: BufferRef | undefined;
  mayReferTo: (segment: number, offset: number, byteLength: number) => boolean = () => true;
  private top = CHUNK_BYTES;

  constructor(readonly memory: Memory) {}

  spill(_task: TaskMemory, byteLength: number): Ref {
    const { runtimeData } = this.memory;
    if (this.top + byteLength > runtimeData.byteLength) {
      throw new ChimaeraError('OUT_OF_MEMORY', 'the test has no more room');
    }
    this.spills++;
    const ref = makeRef(SegmentId.kRuntimeData, this.top);
    this.top += alignUp(byteLength, 64);
    return ref;
  }

  forgetSpills(): void {
    this.spills = 0;
    this.top = CHUNK_BYTES;
  }

  mayRefer(_task: TaskMemory, segment: number, offset: number, byteLength: number): boolean {
    return this.mayReferTo(segment, offset, byteLength);
  }

  receiveBuffer(_task: TaskMemory, byteLength: number): BufferRef {
    this.received = new BufferRef(this.memory.runtimeData, 128, byteLength, 1);
    return this.received;
  }

  async wait(): Promise<void> {
    this.waited++;
  }

  waitSync(): void {
    this.waited++;
  }

  stop(): void {
    this.stopped++;
  }

  dispose(): void {
    this.disposed++;
  }

  get replicas(): readonly Replica[] {
    return [{ containerId: 3, returnCode: 0 }];
  }
}
