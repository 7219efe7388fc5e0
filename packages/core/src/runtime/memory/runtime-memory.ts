import { dirname } from 'node:path';
import { DEFAULT_RESERVE_PERCENT, type RuntimeConfig } from '../../config/runtime-config.js';
import { ChunkTable } from '../../memory/chunk-table.js';
import { Reserve } from '../../memory/reserve.js';
import type { Memory } from '../../memory/segment.js';
import { PoolDirectoryWriter } from '../../route/pool-directory.js';
import { LockTable } from '../../sync/lock-table.js';
import type { WorkerStart } from '../../worker/messages.js';
import { SharedState } from '../../worker/state/shared-state.js';
import { LostChunks } from './lost-chunks.js';
import { bytesBeforeClients, Parties } from './parties.js';
import { createSegments, mendEpochs, noteLostEntries, noteReplacedWorker, segmentSizes } from './segments.js';

/** What a worker thread is told about the memory. */
type ForWorkers = Pick<
  WorkerStart,
  'segments' | 'mappings' | 'chunkTable' | 'sharedState' | 'lockTable' | 'reservePercent'
>;

/**
 * All memory that a runtime shares with its workers and clients, and who owns which part. Created before there are any.
 */
export class RuntimeMemory {
  readonly chunks: ChunkTable;
  /** Memory that only threads of the runtime can write to. */
  readonly shared = SharedState.allocate();
  readonly reserve: Reserve;
  readonly parties: Parties;
  /** Chunks of worker threads that have died. */
  readonly lost: LostChunks;
  readonly directory: PoolDirectoryWriter;
  private readonly lockTable = LockTable.allocate();
  /** By worker: how many of its threads have died. */
  private readonly epochs: number[];
  private readonly reservePercent: number;

  private constructor(
    readonly mapped: Memory,
    /** Resolves when all of it is reserved, and clients may come; rejects with SHM_TOO_SMALL. */
    readonly reserved: Promise<void>,
    config: RuntimeConfig,
  ) {
    const { workers, queueDepth } = config.runtime;
    this.reservePercent = config.memory.reservePercent ?? DEFAULT_RESERVE_PERCENT;
    this.chunks = ChunkTable.allocate(segmentSizes(config), workers);
    this.reserve = new Reserve(this.chunks, this.reservePercent);
    this.directory = new PoolDirectoryWriter(mapped.main);
    this.parties = new Parties(mapped, this.chunks, this.shared, workers, queueDepth);
    this.lost = new LostChunks(this.chunks, workers, (worker, segment, chunk) =>
      this.parties.hasRingsIn(worker, segment, chunk, 1),
    );
    this.epochs = new Array<number>(workers).fill(0);
    this.parties.attachWorkers();
  }

  /**
   * Resolves when workers can start.
   * @throws ChimaeraError SHM_TOO_SMALL; OUT_OF_MEMORY if there is not even room for the workers' rings
   */
  static async layOut(directory: string, config: RuntimeConfig): Promise<RuntimeMemory> {
    const { workers, queueDepth } = config.runtime;
    const head = bytesBeforeClients(workers, queueDepth);
    const { memory, reserved } = await createSegments(directory, segmentSizes(config), head);
    return new RuntimeMemory(memory, reserved, config);
  }

  /** Where the segments lie in this process, for clients in it. */
  get mappings(): WorkerStart['mappings'] {
    return this.mapped.segments.map(({ mapping: { path, address, byteLength } }) => ({
      path,
      address,
      byteLength,
    }));
  }

  forWorkers(): ForWorkers {
    return {
      segments: dirname(this.mapped.main.mapping.path),
      mappings: this.mappings,
      chunkTable: this.chunks.buffer,
      sharedState: this.shared.buffer,
      lockTable: this.lockTable,
      reservePercent: this.reservePercent,
    };
  }

  /** Puts right what somebody may have written over in memory that all share. To be called now and then. */
  mend(): void {
    this.directory.mend();
    mendEpochs(this.mapped, this.epochs);
  }

  /**
   * A thread has ended unexpectedly: notes how far it had come, and what becomes of its memory. To be called before
   * anybody is told of the death, and before its successor starts.
   * @param clients tokens of all present clients
   */
  workerDied(worker: number, epoch: number, clients: Iterable<number>): void {
    this.parties.forEachRing(worker, (rings, taken) => noteLostEntries(this.mapped, rings, taken));
    this.epochs[worker] = epoch;
    noteReplacedWorker(this.mapped, worker, epoch);
    this.shared.pulseOf(worker).reset();
    this.chunks.unpinAll(worker);
    this.lost.workerDied(worker, epoch, clients);
  }
}
