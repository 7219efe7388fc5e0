// Three small segments of real shared memory, as a runtime has them.
import { CHUNK_BYTES } from '../../../src/layout/alignment.js';
import { CHUNKS_OFFSET } from '../../../src/layout/control-layout.js';
import { Memory } from '../../../src/memory/segment.js';
import { createMappedFile } from '../../../src/os/mapped-file.js';
import { freshPath, shmScratch } from '../os/shm-scratch.js';

export interface TestSizes {
  /** Chunks behind the control area of the main segment. */
  readonly mainChunks?: number;
  /** Chunks of each data segment behind its header's. */
  readonly dataChunks?: number;
}

/** Memory for one test file, gone when its tests are. */
export function testMemory({ mainChunks = 4, dataChunks = 4 }: TestSizes = {}): Memory {
  const directory = shmScratch();
  const sizes = [
    CHUNKS_OFFSET + mainChunks * CHUNK_BYTES,
    (1 + dataChunks) * CHUNK_BYTES,
    (1 + dataChunks) * CHUNK_BYTES,
  ];
  return new Memory(sizes.map((bytes) => createMappedFile(freshPath(directory), bytes)));
}

export function segmentBytes(memory: Memory): number[] {
  return memory.segments.map(({ byteLength }) => byteLength);
}
