import { ChimaeraError, shown } from '../errors.js';
import type { Arena } from '../memory/arena.js';
import { ChiBuffer } from '../memory/buffer-ref.js';
import type { Segment } from '../memory/segment.js';

/** A buffer from an arena of a data segment. `setting` is what the error message tells the user to raise. */
export function allocateBuffer(
  segment: Segment,
  arena: Arena,
  byteLength: number,
  setting: string,
): ChiBuffer {
  if (!Number.isSafeInteger(byteLength) || byteLength < 1) {
    throw new ChimaeraError(
      'INVALID_ARGUMENT',
      `a buffer has a whole number of bytes, at least 1; got ${shown(byteLength)}`,
    );
  }
  const slot = byteLength < segment.byteLength ? arena.allocate(byteLength) : -1;
  if (slot < 0) {
    throw new ChimaeraError(
      'OUT_OF_MEMORY',
      `no ${byteLength} bytes in a row are free in a segment of ${segment.byteLength}; free buffers, or raise ${setting}`,
    );
  }
  return new ChiBuffer(segment, arena.offsetOf(slot), byteLength, arena.generationOf(slot), () =>
    arena.free(slot),
  );
}
