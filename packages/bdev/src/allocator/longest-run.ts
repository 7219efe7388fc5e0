import { type FreeRuns } from './free-runs.js';
import { type UnitMap } from './unit-map.js';

/** Units of the longest free run, aligned or not. */
export function longestRun(map: UnitMap, runs: FreeRuns): number {
  const whole = longestWholeRegions(runs.wholeRegions);
  return whole >= 2 ? longestAround(map, runs, whole) : longestAnywhere(map, runs);
}

/** How many regions that are free as a whole lie side by side at most: a word at a time, for there may be a million. */
function longestWholeRegions(words: Int32Array): number {
  let best = 0;
  let run = 0;
  for (let word = 0; word < words.length; word++) {
    const bits = words[word];
    if (bits === -1) {
      run += 32;
      continue;
    }
    if (run === 0 && bits === 0) continue;
    for (let bit = 0; bit < 32; bit++) {
      if ((bits & (1 << bit)) !== 0) run++;
      else if (run > 0) {
        if (run > best) best = run;
        run = 0;
      }
    }
  }
  return Math.max(best, run);
}

/**
 * Two regions or more are free as a whole: then the longest run has some of these in it, and at most one fewer than the
 * most that lie side by side, because what it has at its edges is shorter than two regions.
 */
function longestAround(map: UnitMap, runs: FreeRuns, most: number): number {
  const { wholeRegions: words } = runs;
  let best = 0;
  let run = 0;
  const close = (end: number): void => {
    if (run >= most - 1) {
      const begin = end - run;
      const before = begin > 0 ? suffixOf(map, begin - 1) : 0;
      const after = end < map.regions ? prefixOf(map, end) : 0;
      best = Math.max(best, before + run * map.unitsPerRegion + after);
    }
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
  if (run > 0) close(map.regions);
  return best;
}

/**
 * Looks at every region, most of the time only at its order: without an aligned run of 2^(m+1) units, a run inside is
 * shorter than 4 * 2^m, and one at an edge shorter than 2 * 2^m.
 */
function longestAnywhere(map: UnitMap, runs: FreeRuns): number {
  let best = 0;
  /**
   * Free units that end where the region begins: known, or at most as many as the order of the region before allows.
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

// The region is not wholly free, nor is it wholly allocated or it does not matter.
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
