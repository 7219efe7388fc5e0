import { type FreeRuns } from './free-runs.js';
import { type UnitMap } from './unit-map.js';

/** Units of the longest free run, aligned or not. */
export function longestRun(map: UnitMap, runs: FreeRuns): number {
  const whole = longestWholeRegions(runs.wholeRegions);
  return whole >= 2 ? longestAround(map, runs, whole) : longestAnywhere(map, runs);
}

/** The most wholly free regions in a row. */
function longestWholeRegions(words: Int32Array): number {
  let best = 0;
  forEachRun(words, (_end, length) => {
    if (length > best) best = length;
  });
  return best;
}

/** Visits every run of set bits. Works a word at a time, because there may be a million regions. */
function forEachRun(words: Int32Array, visit: (end: number, length: number) => void): void {
  let run = 0;
  const close = (end: number): void => {
    visit(end, run);
    run = 0;
  };
  for (let word = 0; word < words.length; word++) {
    const bits = words[word];
    if (bits === -1) {
      run += 32;
      continue;
    }
    if (run === 0 && bits === 0) continue;
    for (let bit = 0; bit < 32; bit++) {
      if ((bits & (1 << bit)) !== 0) run++;
      else if (run > 0) close(word * 32 + bit);
    }
  }
  if (run > 0) close(words.length * 32);
}

/**
 * For when two or more regions are wholly free. The longest run then contains some of these, and at most one fewer than
 * the most that lie side by side, because its parts at either end are shorter than two regions together.
 */
function longestAround(map: UnitMap, runs: FreeRuns, most: number): number {
  let best = 0;
  forEachRun(runs.wholeRegions, (end, length) => {
    if (length < most - 1) return;
    const begin = end - length;
    const before = begin > 0 ? suffixOf(map, begin - 1) : 0;
    const after = end < map.regions ? prefixOf(map, end) : 0;
    best = Math.max(best, before + length * map.unitsPerRegion + after);
  });
  return best;
}

/**
 * Looks at every region, mostly only at its order: without an aligned run of 2^(m+1) units, a run inside is shorter
 * than 4 * 2^m, and one at an edge shorter than 2 * 2^m.
 */
function longestAnywhere(map: UnitMap, runs: FreeRuns): number {
  let best = 0;
  /**
   * Free units up to the start of the region: known exactly, or as many as the order of the previous region allows.
   */
  let before = 0;
  let beforeIsKnown = true;
  for (let region = 0; region < map.regions; region++) {
    const order = runs.orderOf(region);
    if (order === runs.regionOrder) {
      if (!beforeIsKnown) before = suffixOf(map, region - 1);
      before += map.unitsPerRegion;
      beforeIsKnown = true;
      best = Math.max(best, before);
      continue;
    }
    const edge = order < 0 ? 0 : 2 * 2 ** order;
    if (before + edge > best) {
      if (!beforeIsKnown) before = suffixOf(map, region - 1);
      best = Math.max(best, before + prefixOf(map, region));
    }
    if (2 * edge > best) best = Math.max(best, longestInside(map, region));
    before = edge;
    beforeIsKnown = edge === 0;
  }
  return best;
}

// The region is not wholly free; if it is wholly allocated, that is known, or does not matter.
function prefixOf(map: UnitMap, region: number): number {
  for (let word = 0; word < map.wordsPerRegion; word++) {
    const taken = ~map.freeIn(region, word);
    if (taken !== 0) return word * 32 + 31 - Math.clz32(taken & -taken);
  }
  return map.unitsPerRegion;
}

function suffixOf(map: UnitMap, region: number): number {
  for (let word = map.wordsPerRegion - 1; word >= 0; word--) {
    const taken = ~map.freeIn(region, word);
    if (taken !== 0) return (map.wordsPerRegion - 1 - word) * 32 + Math.clz32(taken);
  }
  return map.unitsPerRegion;
}

function longestInside(map: UnitMap, region: number): number {
  let best = 0;
  let run = 0;
  for (let word = 0; word < map.wordsPerRegion; word++) {
    let free = map.freeIn(region, word);
    if (free === -1) {
      run += 32;
      best = Math.max(best, run);
      continue;
    }
    for (let bit = 0; bit < 32; bit++, free >>>= 1) {
      run = (free & 1) === 0 ? 0 : run + 1;
      if (run > best) best = run;
    }
  }
  return best;
}
