import type { AdminClient } from '../chi/admin-client.js';
import { allocateBuffer } from '../chi/allocate-buffer.js';
import type { Chi, SettledAll } from '../chi/chi.js';
import type { PreparedTask } from '../chi/prepared-task.js';
import { submitBatch } from '../chi/submit-batch.js';
import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import { Arena } from '../memory/arena.js';
import type { ChiBuffer } from '../memory/buffer-ref.js';
import type { ChunkSource } from '../memory/chunk-table.js';
import type { Memory } from '../memory/segment.js';
import type { Party } from '../submit/party.js';
import type { TaskNode } from '../task/task-node.js';

/** The runtime as a container sees it: the worker is the party that submits. */
export class WorkerChi implements Chi {
  private readonly buffers: Arena;
  private adminClient: AdminClient | undefined;

  constructor(
    /** @internal */ readonly $party: Party,
    private readonly memory: Memory,
    source: ChunkSource,
  ) {
    this.buffers = new Arena(source);
  }

  get admin(): AdminClient {
    if (this.adminClient === undefined)
      throw new ChimaeraError(
        'NOT_CONNECTED',
        'the admin client is not loaded yet; the runtime is still starting',
      );
    return this.adminClient;
  }

  toJSON(): object {
    return { bufferBytes: this.bufferBytes };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }

  get hasAdmin(): boolean {
    return this.adminClient !== undefined;
  }

  setAdmin(admin: AdminClient): void {
    this.adminClient = admin;
  }

  /** In the runtime data segment (checklist SIL19). */
  allocateBuffer(byteLength: number): ChiBuffer {
    return allocateBuffer(
      this.memory.runtimeData,
      this.buffers,
      byteLength,
      'memory.runtime_data_segment_size',
    );
  }

  /** Bytes in the buffers of containers. */
  get bufferBytes(): number {
    return this.buffers.bytesInUse;
  }

  createTaskNode(): TaskNode {
    return this.$party.createTaskNode();
  }

  submitBatch<const T extends readonly PreparedTask[]>(tasks: T): Promise<SettledAll<T>> {
    this.$party.assertMaySend();
    return submitBatch(this, tasks);
  }
}
