import type { ControlRequest } from './control-protocol.js';

type GiveBack = Extract<ControlRequest, { t: 'give-back' }>;

/**
 * Chunks that a client no longer needs, on their way back. They are collected, and neighbours merged. With a message
 * for each, a thread that frees a thousand buffers and then asks for one would fill its socket, which it cannot empty
 * while it waits for the answer.
 */
export class ChunkReturns {
  private chunks: GiveBack[] = [];

  /** True if it is the first since the last `take`: the caller then has to arrange for the next `take`. */
  add(segment: number, first: number, count: number): boolean {
    this.chunks.push({ t: 'give-back', segment, first, count });
    return this.chunks.length === 1;
  }

  /** The messages that return all of them. */
  take(): GiveBack[] {
    const chunks = this.chunks.sort((a, b) => a.segment - b.segment || a.first - b.first);
    this.chunks = [];
    const merged: GiveBack[] = [];
    for (const chunk of chunks) {
      const last = merged.at(-1);
      if (last?.segment === chunk.segment && last.first + last.count === chunk.first)
        merged[merged.length - 1] = { ...last, count: last.count + chunk.count };
      else merged.push(chunk);
    }
    return merged;
  }
}
