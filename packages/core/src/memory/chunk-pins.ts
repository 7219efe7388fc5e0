const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;

/**
 * Which chunks tasks refer to, by worker: each worker counts its own, so that the counts of one that dies can be
 * forgotten. In memory that only the runtime's threads share.
 */
export class ChunkPins {
  /** By worker, then by segment. */
  private readonly counts: Uint32Array[][] = [];

  /** @param chunks of each segment; the buffer has as many workers as fit */
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

  /** The worker is no more, and nothing that it began goes on. */
  clear(worker: number): void {
    for (const counts of this.counts[worker]!) counts.fill(0);
  }
}
