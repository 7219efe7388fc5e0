import '../disposal.js';
import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import type { Segment } from './segment.js';

/**
 * A range of bytes in a data segment that a task can carry without copying it (guide: "Zero-Copy Design").
 * On a client it is what `allocateBuffer` returned. In a method it is what the task carried, checked to lie in memory
 * of the submitter or of the runtime. A method's view is valid until the method settles.
 * of the submitter or of the runtime. A method's view is valid until the method settles.
 */
export class BufferRef {
  private view: Uint8Array | undefined;

  constructor(
    /** @internal */ readonly segment: Segment,
    /** Byte offset in its segment. */
    readonly offset: number,
    readonly byteLength: number,
    /** @internal */ readonly generation: number,
  ) {}

  /** The bytes in place: reading and writing them reads and writes shared memory. */
  get bytes(): Uint8Array {
    return (this.view ??= this.segment.u8.subarray(this.offset, this.offset + this.byteLength));
  }

  /** Describes where the buffer lies, without its contents. */
  toJSON(): object {
    const { segment, offset, byteLength } = this;
    return { ...segment.toJSON(), offset, byteLength };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }
}

/** A buffer that this process owns: `free()` or `using` gives its memory back. */
export class ChiBuffer extends BufferRef {
  private released = false;

  constructor(
    segment: Segment,
    offset: number,
    byteLength: number,
    generation: number,
    private readonly release: () => void,
  ) {
    super(segment, offset, byteLength, generation);
  }

  /** @throws ChimaeraError CLOSED after `free` */
  override get bytes(): Uint8Array {
    if (this.released)
      throw new ChimaeraError('CLOSED', 'the buffer was freed: its memory may be used by others now');
    return super.bytes;
  }

  /** If so, its memory may belong to somebody else by now. */
  get isFreed(): boolean {
    return this.released;
  }

  /** Gives the memory back; do not use `bytes` afterwards. A second call does nothing. */
  free(): void {
    if (this.released) return;
    this.released = true;
    this.release();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}
