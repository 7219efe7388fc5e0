const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;

/**
 * Which chunks tasks refer to. Each worker counts its own references, so that those of a dead worker can be forgotten.
 * Lies in memory that only the runtime's threads share.
 */
export class ChunkPins {
  /** By worker, then by segment. */
  private readonly counts: Uint32Array[][] = [];

  /** @param chunks of each segment; the buffer holds as many workers as fit into it */
  constructor(buffer: SharedArrayBuffer, byteOffset: number, chunks: readonly number[]) {
    const perWorker = ChunkPins.byteLength(chunks, 1);
    for (let at = byteOffset; at + perWorker <= buffer.byteLength; at += perWorker) {
      let offset = at;
      this.counts.push(
        chunks.map((count) => {
          const words = new Uint32Array(buffer, offset, count);
          offset += count * WORD_BYTES;
          return words;
        }),
      );
    }
  }

  static byteLength(chunks: readonly number[], workers: number): number {
    return chunks.reduce((sum, count) => sum + count, 0) * WORD_BYTES * workers;
  }

  add(worker: number, segment: number, first: number, last: number): void {
    const counts = this.counts[worker]![segment]!;
    for (let chunk = first; chunk <= last; chunk++) Atomics.add(counts, chunk, 1);
  }

  sub(worker: number, segment: number, first: number, last: number): void {
    const counts = this.counts[worker]![segment]!;
    for (let chunk = first; chunk <= last; chunk++) Atomics.sub(counts, chunk, 1);
  }

  has(segment: number, chunk: number): boolean {
    for (const segments of this.counts) if (Atomics.load(segments[segment]!, chunk) > 0) return true;
    return false;
  }

  /** For a worker that has died, when nothing that it began is still running. */
  clear(worker: number): void {
    for (const counts of this.counts[worker]!) counts.fill(0);
  }
}
