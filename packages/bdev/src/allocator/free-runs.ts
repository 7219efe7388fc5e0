import { longestOrder, lowestBit, runsOf, tightRunsOf, WORD_ORDER } from './bit-runs.js';
import { RegionIndex } from './region-index.js';
import { type UnitMap } from './unit-map.js';

/** Takes some 50 us. */
const REGIONS_PER_SLICE = 512;

/**
 * The free units of a map as runs of 2^order units, each aligned to its length. No runs are stored: the index has the
 * longest order of each region, and what is free in a region is read from the map. So neighbours that become free are
 * one run at once.
 */
export class FreeRuns {
  readonly #map: UnitMap;
  readonly #index: RegionIndex;
  readonly #regionOrder: number;

  /** As if the map were empty, until `takeUp` has finished. */
  constructor(map: UnitMap) {
    this.#map = map;
    this.#regionOrder = Math.log2(map.unitsPerRegion);
    this.#index = new RegionIndex(map.regions, this.#regionOrder);
    this.#index.placeAll(this.#regionOrder);
  }

  /** Takes in what is allocated in the map, one slice at a time. */
  *takeUp(): Generator<void> {
    let regions = 0;
    for (const region of this.#map.touchedRegions()) {
      this.refresh(region);
      if (++regions % REGIONS_PER_SLICE === 0) yield;
    }
  }

  /** To be called for each region in which something was claimed or released. */
  refresh(region: number): void {
    this.#index.place(region, this.#longestIn(region));
  }

  /** The greatest order of a run that is free, or -1. */
  longestOrder(): number {
    return this.#index.longestOrder();
  }

  /**
   * The first unit of a free run of this order, or -1. It comes from the region whose longest run is the shortest one
   * that suffices, the first such region on the device, so that long runs stay whole and free space gathers at the end.
   */
  find(order: number): number {
    const longest = this.#index.orderFrom(order);
    if (longest < 0) return -1;
    const region = this.#index.firstOf(longest);
    const start = region * this.#map.unitsPerRegion;
    for (let exact = order; exact < longest; exact++) {
      const unit = this.#tightRun(region, exact);
      if (unit >= 0) return start + unit;
    }
    return start + this.#anyRun(region, longest);
  }

  /** Order of the longest run of the region as it was when it was last refreshed, or -1. */
  orderOf(region: number): number {
    return this.#index.orderOf(region);
  }

  /** One bit per region, 32 to a word: whether the whole region is free. */
  get wholeRegions(): Int32Array {
    return this.#index.membersOf(this.#regionOrder);
  }

  get regionOrder(): number {
    return this.#regionOrder;
  }

  // A run of whole words ends with this word if the words before it are free as well, back to where it would begin.
  #longestIn(region: number): number {
    let longest = -1;
    let wholeWords = 0;
    for (let word = 0; word < this.#map.wordsPerRegion; word++) {
      const free = this.#map.freeIn(region, word);
      if (free !== -1) {
        wholeWords = 0;
        if (longest < WORD_ORDER) longest = Math.max(longest, longestOrder(free));
        continue;
      }
      wholeWords++;
      const aligned = lowestBit(word + 1);
      const order = WORD_ORDER + Math.min(aligned, 31 - Math.clz32(wholeWords));
      if (order > longest) longest = order;
    }
    return longest;
  }

  /** A run of exactly this order that is not half of a longer one; the first unit within the region, or -1. */
  #tightRun(region: number, order: number): number {
    if (order >= WORD_ORDER) return this.#tightWords(region, 1 << (order - WORD_ORDER));
    for (let word = 0; word < this.#map.wordsPerRegion; word++) {
      const runs = tightRunsOf(order, this.#map.freeIn(region, word));
      if (runs !== 0) return word * 32 + lowestBit(runs);
    }
    return -1;
  }

  #tightWords(region: number, words: number): number {
    for (let word = 0; word < this.#map.wordsPerRegion; word += words) {
      if (this.#areFree(region, word, words) && !this.#areFree(region, word ^ words, words)) return word * 32;
    }
    return -1;
  }

  // The region has a run of this order.
  #anyRun(region: number, order: number): number {
    const words = order > WORD_ORDER ? 1 << (order - WORD_ORDER) : 1;
    for (let word = 0; ; word += words) {
      if (order >= WORD_ORDER) {
        if (this.#areFree(region, word, words)) return word * 32;
      } else {
        const runs = runsOf(order, this.#map.freeIn(region, word));
        if (runs !== 0) return word * 32 + lowestBit(runs);
      }
    }
  }

  #areFree(region: number, word: number, words: number): boolean {
    for (let i = 0; i < words; i++) if (this.#map.freeIn(region, word + i) !== -1) return false;
    return true;
  }
}
