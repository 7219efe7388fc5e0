import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import type { MappedMemory } from '../os/mapped-file.js';
import { Views } from './views.js';

/** The three segments of the guide ("Memory Segments"), by the number that a reference carries. */
export const SegmentId = { kMain: 0, kClientData: 1, kRuntimeData: 2 } as const;
export type SegmentId = (typeof SegmentId)[keyof typeof SegmentId];

export const SEGMENT_COUNT = 3;

/** File names of the segments inside the runtime's directory of shared memory. */
export const SEGMENT_FILE_NAMES = ['main', 'client', 'runtime'] as const;

/** One mapped segment. */
export class Segment extends Views {
  constructor(
    readonly id: SegmentId,
    readonly mapping: MappedMemory,
  ) {
    super(mapping.buffer);
  }

  /** Of whatever leads here somebody may make JSON. */
  toJSON(): object {
    return { segment: SEGMENT_FILE_NAMES[this.id], byteLength: this.byteLength };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }
}

/**
 * All segments of one runtime as this thread sees them. Those of data are looked into when somebody does: a thread that
 * never meets a buffer need not have V8 collect garbage because so much memory has turned up (os/mapped-file.ts).
 */
export class Memory {
  readonly main: Segment;
  /** By number: those that have been looked into. */
  private readonly opened: (Segment | undefined)[];

  constructor(
    /** By number. */
    readonly mappings: readonly MappedMemory[],
  ) {
    const [main] = mappings;
    if (main === undefined || mappings.length !== SEGMENT_COUNT) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        `a runtime has ${SEGMENT_COUNT} segments, got ${mappings.length}`,
      );
    }
    this.main = new Segment(SegmentId.kMain, main);
    this.opened = [this.main, undefined, undefined];
  }

  get clientData(): Segment {
    return this.at(SegmentId.kClientData)!;
  }

  get runtimeData(): Segment {
    return this.at(SegmentId.kRuntimeData)!;
  }

  /** The segment with that number, undefined if there is none. */
  at(segment: number): Segment | undefined {
    return this.opened[segment] ?? this.open(segment);
  }

  private open(segment: number): Segment | undefined {
    const mapping = this.mappings[segment];
    return mapping && (this.opened[segment] = new Segment(segment as SegmentId, mapping));
  }
}
