import { IoKind } from '../engine/io-engine.js';
import { type ScratchPool } from '../engine/scratch-pool.js';
import { type WriteGuard, type WriteRange } from '../engine/write-guard.js';
import { IoError } from '../errors.js';

/** Moves whole sectors to or from memory that the kernel can use. */
export type MoveSectors = (kind: IoKind, offset: number, view: Uint8Array) => PromiseLike<number>;

/**
 * Transfers that begin or end inside a sector, or whose memory the kernel cannot use, go through memory of our own. The
 * rest of a partly written sector is read first and written back; the guard keeps others away meanwhile.
 */
export class StagedTransfer {
  readonly #sectorBytes: number;
  readonly #move: MoveSectors;
  readonly #scratch: ScratchPool;
  readonly #guard: WriteGuard;

  constructor(sectorBytes: number, move: MoveSectors, scratch: ScratchPool, guard: WriteGuard) {
    this.#sectorBytes = sectorBytes;
    this.#move = move;
    this.#scratch = scratch;
    this.#guard = guard;
  }

  /** Returns the length of the view. @throws IoError with the number of bytes moved before it */
  async run(kind: IoKind, offset: number, view: Uint8Array): Promise<number> {
    const memory = await this.#scratch.take();
    let done = 0;
    try {
      while (done < view.byteLength) {
        const from = offset + done;
        const start = from - (from % this.#sectorBytes);
        const end = Math.min(this.#sectorEnd(offset + view.byteLength), start + memory.byteLength);
        const bytes = Math.min(end, offset + view.byteLength) - from;
        const part = view.subarray(done, done + bytes);
        const sectors = memory.subarray(0, end - start);
        await (kind === IoKind.kRead
          ? this.#read(start, sectors, from - start, part)
          : this.#write(start, sectors, from - start, part));
        done += bytes;
      }
      return done;
    } catch (error) {
      if (error instanceof IoError) throw error.within(offset, done + error.bytesDone, view.byteLength);
      throw error;
    } finally {
      this.#scratch.give(memory);
    }
  }

  async #read(start: number, sectors: Uint8Array, skip: number, part: Uint8Array): Promise<void> {
    try {
      await this.#move(IoKind.kRead, start, sectors);
    } catch (error) {
      throw this.#asPart(error, skip, part.byteLength, (bytes) =>
        part.set(sectors.subarray(skip, skip + bytes)),
      );
    }
    part.set(sectors.subarray(skip, skip + part.byteLength));
  }

  async #write(start: number, sectors: Uint8Array, skip: number, part: Uint8Array): Promise<void> {
    const end = start + sectors.byteLength;
    const isMerging = skip > 0 || skip + part.byteLength < sectors.byteLength;
    const range: WriteRange = { start, end, isMerging };
    await this.#guard.enter(range);
    try {
      if (isMerging) await this.#readEdges(start, sectors, skip, skip + part.byteLength);
      sectors.set(part, skip);
      await this.#move(IoKind.kWrite, start, sectors);
    } catch (error) {
      throw this.#asPart(error, skip, part.byteLength);
    } finally {
      this.#guard.leave(range);
    }
  }

  /** The first and the last sector, as far as they are written in part. */
  async #readEdges(start: number, sectors: Uint8Array, from: number, to: number): Promise<void> {
    const size = this.#sectorBytes;
    const last = sectors.byteLength - size;
    const reads: PromiseLike<number>[] = [];
    if (from > 0 || (last === 0 && to < size))
      reads.push(this.#move(IoKind.kRead, start, sectors.subarray(0, size)));
    if (last > 0 && to < sectors.byteLength)
      reads.push(this.#move(IoKind.kRead, start + last, sectors.subarray(last)));
    // Both must have ended before anybody else may have the memory.
    const failed = (await Promise.allSettled(reads)).find(({ status }) => status === 'rejected');
    if (failed) throw withNothingDone((failed as PromiseRejectedResult).reason);
  }

  /** Translates a failure of whole sectors into one of the bytes that were asked for. */
  #asPart(error: unknown, skip: number, bytes: number, keep?: (bytes: number) => void): unknown {
    if (!(error instanceof IoError)) return error;
    const done = Math.min(Math.max(0, error.bytesDone - skip), bytes);
    keep?.(done);
    return error.within(error.offset + skip, done, bytes);
  }

  #sectorEnd(offset: number): number {
    return Math.ceil(offset / this.#sectorBytes) * this.#sectorBytes;
  }
}

/** A failed read of what lies beside the bytes means that none of them has been moved. */
function withNothingDone(reason: unknown): unknown {
  return reason instanceof IoError ? reason.within(reason.offset, 0, reason.bytes) : reason;
}
