/**
 * Loads with acquire and stores with release semantics, for words that two processes share. Plain ones are enough on
 * x86; elsewhere only atomic ones will do. An unnecessary `Atomics` call costs ten times as much as the access itself
 * (docs/architecture.md, "Order"). Neither function is a barrier between a store and a later load.
 */
const PLAIN_KEEPS_ORDER = process.arch === 'x64';

export function loadOrdered(words: Int32Array, at: number): number {
  return PLAIN_KEEPS_ORDER ? words[at]! : Atomics.load(words, at);
}

export function storeOrdered(words: Int32Array, at: number, value: number): void {
  if (PLAIN_KEEPS_ORDER) words[at] = value;
  else Atomics.store(words, at, value);
}
