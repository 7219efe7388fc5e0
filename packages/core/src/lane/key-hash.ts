const bitsOf = new Float64Array(1);
const wordsOf = new Uint32Array(bitsOf.buffer);

/**
 * A u32 for any key, the same for equal keys. Regular keys, such as multiples of a page size, still reach all
 * remainders.
 */
export function hashOfKey(key: number | bigint | string): number {
  if (typeof key === 'string') {
    let hash = 0x811c_9dc5;
    for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x0100_0193);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
  // The finalizer of MurmurHash3: a multiplication alone would leave the low bits of round numbers zero.
  let hash = typeof key === 'bigint' ? foldBig(key) : fold(key);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** 32 bits that depend on all of the key, its fraction included. */
function fold(key: number): number {
  if (key === (key | 0)) return key;
  bitsOf[0] = key;
  return wordsOf[0]! ^ wordsOf[1]!;
}

function foldBig(key: bigint): number {
  return Number(BigInt.asUintN(32, key ^ (key >> 32n)));
}
