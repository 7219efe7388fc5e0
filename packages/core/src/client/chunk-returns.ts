import type { ControlRequest } from './control-protocol.js';

type GiveBack = Extract<ControlRequest, { t: 'give-back' }>;

/**
 * Chunks that a client has no use for, on their way back. They travel together, neighbours as one: a message for each
 * would fill the socket of a thread that frees a thousand buffers and then asks for one, and a thread that waits for
 * the answer cannot empty it.
 */
export class ChunkReturns {
  private chunks: GiveBack[] = [];

  /** True when it is the first since the last `take`: somebody has to see to it that there is a next. */
  add(segment: number, first: number, count: number): boolean {
    this.chunks.push({ t: 'give-back', segment, first, count });
    return this.chunks.length === 1;
  }

  /** The messages that say all of it. */
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
