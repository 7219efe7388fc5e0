import { CACHE_LINE_BYTES, CHUNK_BYTES, alignUp } from '../layout/alignment.js';

/** The smallest block: a small task with a short string fits. */
export const SMALLEST_BLOCK_BYTES = 4 * CACHE_LINE_BYTES;

/** Larger blocks are runs of whole chunks. */
export const LARGEST_CLASS_BYTES = CHUNK_BYTES / 2;

/**
 * 256, 384, 512, 768, 1024, ... 32768: at most a third of a block is wasted, and every size is a multiple of a line.
 */
export const CLASS_BYTES: readonly number[] = classSizes();

/** Number of the smallest class that holds `bytes` (at most LARGEST_CLASS_BYTES). */
export function classOf(bytes: number): number {
  if (bytes <= SMALLEST_BLOCK_BYTES) return 0;
  const log = 31 - Math.clz32(bytes - 1);
  const base = 1 << log;
  return (log - SMALLEST_LOG) * 2 + (bytes - base <= base / 2 ? 1 : 2);
}

/** Number of whole chunks that hold `bytes`. */
export function chunksFor(bytes: number): number {
  return alignUp(bytes, CHUNK_BYTES) / CHUNK_BYTES;
}

const SMALLEST_LOG = Math.log2(SMALLEST_BLOCK_BYTES);

function classSizes(): number[] {
  const sizes: number[] = [];
  for (let bytes = SMALLEST_BLOCK_BYTES; bytes < LARGEST_CLASS_BYTES; bytes *= 2)
    sizes.push(bytes, bytes * 1.5);
  sizes.push(LARGEST_CLASS_BYTES);
  return sizes;
}
