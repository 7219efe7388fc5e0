import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UnitMap } from '../../../src/allocator/unit-map.js';
import { FrameKind, CHUNK_UNITS } from '../../../src/metadata/layout.js';
import { replay } from '../../../src/metadata/replay.js';
import { Snapshot } from '../../../src/metadata/snapshot.js';

const UNITS = 4 * CHUNK_UNITS + 777;

/** Allocates a unit that is free, frees a block of one unit that is not. */
function toggle(map: UnitMap, unit: number, live: Set<number>): void {
  if (live.delete(unit)) map.release(unit, 1);
  else {
    map.claim(unit, 1);
    live.add(unit);
  }
}

// Few units of many chunks, so that the same ones change again and again.
const unit = fc
  .tuple(fc.nat(4), fc.nat(3))
  .map(([chunk, place]) => Math.min(chunk * CHUNK_UNITS + place * 33, UNITS - 1 - place));

test('a snapshot shows the state of one moment, whatever changes meanwhile', () => {
  fc.assert(
    fc.property(
      fc.array(unit, { maxLength: 30 }),
      fc.array(fc.oneof(unit, fc.constant(-1)), { maxLength: 40 }),
      (before, during) => {
        const map = new UnitMap(UNITS, 256);
        const live = new Set<number>();
        for (const each of before) toggle(map, each, live);
        const expected = [...live].sort((a, b) => a - b);
        const snapshot = new Snapshot(map, live.size, live.size);
        const payloads: Buffer[] = [];
        for (const step of during) {
          if (step >= 0) {
            snapshot.beforeChange(step, 1);
            toggle(map, step, live);
          } else if (!snapshot.isTaken) {
            const payload = snapshot.takeChunk();
            if (payload !== null) payloads.push(payload);
          }
        }
        while (!snapshot.isTaken) {
          const payload = snapshot.takeChunk();
          if (payload !== null) payloads.push(payload);
        }

        const frames = [
          ...payloads.map((payload) => ({ kind: FrameKind.chunk, payload })),
          { kind: FrameKind.end, payload: snapshot.endPayload },
        ].map((frame, sequence) => ({ ...frame, generation: 1, sequence, end: 0 }));
        const again = new UnitMap(UNITS, 32);
        for (const frame of frames) replay(frame, again);
        expect([...again.starts()]).toEqual(expected);
      },
    ),
  );
});
