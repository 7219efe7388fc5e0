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

  /** A segment can be reached from many objects that somebody may turn into JSON: show no contents. */
  toJSON(): object {
    return { segment: SEGMENT_FILE_NAMES[this.id], byteLength: this.byteLength };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }
}

/** All segments of one runtime as this thread sees them. */
export class Memory {
  readonly main: Segment;
  readonly clientData: Segment;
  readonly runtimeData: Segment;
  readonly segments: readonly [Segment, Segment, Segment];

  constructor(mappings: readonly MappedMemory[]) {
    const [main, clientData, runtimeData] = mappings;
    if (main === undefined || clientData === undefined || runtimeData === undefined) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        `a runtime has ${SEGMENT_COUNT} segments, got ${mappings.length}`,
      );
    }
    this.main = new Segment(SegmentId.kMain, main);
    this.clientData = new Segment(SegmentId.kClientData, clientData);
    this.runtimeData = new Segment(SegmentId.kRuntimeData, runtimeData);
    this.segments = [this.main, this.clientData, this.runtimeData];
  }
}
