import { type FreeRuns } from './free-runs.js';
import { type UnitMap } from './unit-map.js';

/**
 * Units of the longest free run, aligned or not. Looks at every region, most of the time only at its order: without an
 * aligned run of 2^(m+1) units, a run inside is shorter than 4 * 2^m, and one at an edge shorter than 2 * 2^m.
 */
export function longestRun(map: UnitMap, runs: FreeRuns): number {
  let best = 0;
  /** Free units that end where the region begins: known, or at most as many as the order of the region before allows. */
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
