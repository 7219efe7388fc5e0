import type { Connection } from '@chimaera/core';
import {
  RING_ENTRIES_OFFSET,
  RING_ENTRY_LAST_WORD,
  RING_ENTRY_WORDS,
  RING_HEAD_OFFSET,
  RING_LAP_SHIFT,
  RING_TAIL_OFFSET,
  SubmissionKind,
} from '../../../core/dist/layout/ring-layout.js';
import { until } from './wait.js';

/** What a connection shares with its runtime: the words of the main segment, and where its rings lie, by worker. */
export function sharedOf(chi: Connection): { words: Int32Array; rings: readonly number[] } {
  const { session } = chi as unknown as { session: { rings: readonly number[] } };
  return { words: chi.$party.memory.main.i32, rings: session.rings };
}

/** Of a spill that nobody has. */
const NOBODYS = 0x7fff_ffff;

/**
 * Writes into a ring of submissions what its producer could have written next, but has not: a release of something that
 * never was. Fulfilled when the worker has taken it for an entry, so that the true one of that place will be missed.
 */
export async function forgeNextEntry(words: Int32Array, ring: number, queueDepth: number): Promise<void> {
  const next = Atomics.load(words, (ring + RING_TAIL_OFFSET) >>> 2);
  const at = ((ring + RING_ENTRIES_OFFSET) >>> 2) + (next & (queueDepth - 1)) * RING_ENTRY_WORDS;
  const lap = Math.floor(next / queueDepth) + 1;
  words.set([0, NOBODYS, NOBODYS], at);
  Atomics.store(words, at + RING_ENTRY_LAST_WORD, SubmissionKind.kRelease | (lap << RING_LAP_SHIFT));
  const head = (ring + RING_HEAD_OFFSET) >>> 2;
  await until(() => Atomics.load(words, head) === next + 1, 'the forged entry is taken');
}
