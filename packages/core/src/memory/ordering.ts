/**
 * Loads that nothing overtakes and stores that overtake nothing, for words that two processes share. On x86 plain ones
 * are that already; elsewhere only atomic ones are. Where an `Atomics` call is not needed it costs ten times as much
 * as what it does (docs/architecture.md, "Order"). Neither is a barrier between a store and a later load.
 */
const PLAIN_KEEPS_ORDER = process.arch === 'x64';

export function loadOrdered(words: Int32Array, at: number): number {
  return PLAIN_KEEPS_ORDER ? words[at]! : Atomics.load(words, at);
}

export function storeOrdered(words: Int32Array, at: number, value: number): void {
  if (PLAIN_KEEPS_ORDER) words[at] = value;
  else Atomics.store(words, at, value);
}
