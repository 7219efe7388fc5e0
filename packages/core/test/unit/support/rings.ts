// What tests of rings need to know about their memory (src/layout/ring-layout.ts).
import { Laps } from '../../../src/lane/lap.js';
import type { RingConsumer } from '../../../src/lane/ring-consumer.js';
import {
  RING_ENTRIES_OFFSET,
  RING_ENTRY_LAST_WORD,
  RING_ENTRY_WORDS,
  RING_HEAD_OFFSET,
  RING_KIND_MASK,
  RING_LAP_SHIFT,
  RING_TAIL_OFFSET,
  ringBytes,
} from '../../../src/layout/ring-layout.js';
import type { Segment } from '../../../src/memory/segment.js';

/** Takes the next entry, as its producer pushed it. */
export function takeEntry(ring: RingConsumer): number[] {
  const at = ring.entryWord();
  const [w0, w1, w2, w3] = ring.words.subarray(at, at + RING_ENTRY_WORDS);
  ring.advance();
  return [w0, w1, w2, w3 & RING_KIND_MASK];
}

/** Takes all entries, or at most `most`. */
export function takeEntries(ring: RingConsumer, most = Infinity): number[][] {
  const entries: number[][] = [];
  while (entries.length < most && ring.available() > 0) entries.push(takeEntry(ring));
  ring.publish();
  return entries;
}

/** An empty ring in the state after as many entries as the free-running `index` says. */
export function standAt(main: Segment, offset: number, capacity: number, index: number): void {
  main.u8.fill(0, offset, offset + ringBytes(capacity));
  main.i32[(offset + RING_TAIL_OFFSET) >>> 2] = main.i32[(offset + RING_HEAD_OFFSET) >>> 2] = index;
  const laps = new Laps(capacity);
  for (let i = 0; i < capacity; i++) {
    const place = ((index + i) & (capacity - 1)) * RING_ENTRY_WORDS + RING_ENTRY_LAST_WORD;
    main.i32[((offset + RING_ENTRIES_OFFSET) >>> 2) + place] = laps.before(index + i) << RING_LAP_SHIFT;
  }
}
