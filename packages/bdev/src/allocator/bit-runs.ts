// Runs of set bits in one word: 2^order bits, aligned to their length. A run is identified by its first bit.

/** The first bits that a run of each order, 0 to 5, can have. */
const STARTS = [-1, 0x55555555, 0x11111111, 0x01010101, 0x00010001, 1];

/** Order of a run that is a whole word. */
export const WORD_ORDER = 5;

/** The first bits of all aligned runs of 2^order set bits. Order 0 to 5. */
export function runsOf(order: number, bits: number): number {
  let runs = bits;
  for (let step = 0; step < order; step++) runs &= (runs >>> (1 << step)) & STARTS[step + 1];
  return runs;
}

/** Those of these runs that are not half of a run of twice the length. */
export function tightRunsOf(order: number, bits: number): number {
  const runs = runsOf(order, bits);
  if (order === WORD_ORDER) return runs;
  const width = 1 << order;
  const twice = runs & (runs >>> width) & STARTS[order + 1];
  return runs & ~(twice | (twice << width));
}

/** The largest order of a run among the bits, or -1 if none is set. */
export function longestOrder(bits: number): number {
  if (bits === 0) return -1;
  if (bits === -1) return WORD_ORDER;
  let runs = bits & (bits >>> 1) & 0x55555555;
  if (runs === 0) return 0;
  runs &= (runs >>> 2) & 0x11111111;
  if (runs === 0) return 1;
  runs &= (runs >>> 4) & 0x01010101;
  if (runs === 0) return 2;
  return (runs & (runs >>> 8) & 0x00010001) === 0 ? 3 : 4;
}

/** Number of the lowest bit that is set; there must be one. */
export function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** Mask of `count` bits from bit `from`; count 1 to 32, within one word. */
export function maskOf(from: number, count: number): number {
  return count === 32 ? -1 : ((1 << count) - 1) << from;
}

/** How many bits are set. */
export function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
