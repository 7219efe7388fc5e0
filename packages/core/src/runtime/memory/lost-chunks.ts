import { CHUNK_BYTES } from '../../layout/alignment.js';
import { firstChunkOf } from '../../layout/control-layout.js';
import type { ChunkTable } from '../../memory/chunk-table.js';

interface Run {
  readonly segment: number;
  readonly first: number;
  readonly count: number;
}

interface Estate {
  readonly worker: number;
  readonly epoch: number;
  readonly runs: readonly Run[];
  /** Tokens of clients and names of workers that may still look at them. */
  readonly users: Set<number>;
}

/** The name of a worker among the users. It is negative; tokens of clients are positive. */
function nameOf(worker: number): number {
  return -1 - worker;
}

/**
 * The memory of worker threads that have died. Others may still use it: they run tasks that the dead thread sent, and
 * hold handles on outputs that it wrote. Each of them tells when it no longer does, or is gone; then the chunks become
 * free.
 */
export class LostChunks {
  private estates: Estate[] = [];

  constructor(
    private readonly table: ChunkTable,
    private readonly workers: number,
    /** Whether a chunk holds rings of a worker, which its successor uses. */
    private readonly hasRings: (worker: number, segment: number, chunk: number) => boolean,
  ) {}

  /** Number of deaths whose chunks have not come back. */
  get size(): number {
    return this.estates.length;
  }

  /** To be called before the successor takes memory of its own. @param clients tokens of all present clients */
  workerDied(worker: number, epoch: number, clients: Iterable<number>): void {
    const users = new Set(clients);
    for (let other = 0; other < this.workers; other++) if (other !== worker) users.add(nameOf(other));
    // Nobody uses any more what the dead thread used of others.
    this.workerLetGoOfAll(worker);
    this.estates.push({ worker, epoch, runs: this.runsOf(worker), users });
    this.settle();
  }

  workerLetGo(user: number, worker: number, epoch: number): void {
    this.letGo(nameOf(user), worker, epoch);
  }

  clientLetGo(token: number, worker: number, epoch: number): void {
    this.letGo(token, worker, epoch);
  }

  /** The client has gone, with everything that it held. */
  clientGone(token: number): void {
    for (const { users } of this.estates) users.delete(token);
    this.settle();
  }

  private workerLetGoOfAll(worker: number): void {
    for (const { users } of this.estates) users.delete(nameOf(worker));
  }

  private letGo(user: number, worker: number, epoch: number): void {
    for (const estate of this.estates)
      if (estate.worker === worker && estate.epoch <= epoch) estate.users.delete(user);
    this.settle();
  }

  private settle(): void {
    this.estates = this.estates.filter(({ worker, runs, users }) => {
      if (users.size > 0) return true;
      for (const { segment, first, count } of runs) this.table.release(segment, first, count, worker);
      return false;
    });
  }

  private runsOf(worker: number): Run[] {
    const taken = new Set(
      this.estates.flatMap(({ runs }) => runs.map(({ segment, first }) => `${segment}/${first}`)),
    );
    return this.table.segmentBytes.flatMap((bytes, segment) => {
      const runs: Run[] = [];
      for (let first = firstChunkOf(segment); (first + 1) * CHUNK_BYTES <= bytes; first++) {
        if (this.table.ownerOf(segment, first * CHUNK_BYTES) !== worker) continue;
        if (taken.has(`${segment}/${first}`) || this.hasRings(worker, segment, first)) continue;
        runs.push({ segment, first, count: 1 });
      }
      return runs;
    });
  }
}
