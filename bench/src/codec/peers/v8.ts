import { deserialize, serialize } from 'node:v8';
import type { Codec } from '../contender.js';
import { payloadOf, type PayloadC, type PayloadId } from '../payloads.js';

/** The structured clone of `postMessage`, as bytes. Of bytes it gives a view. */
export function v8Codec(id: PayloadId): Codec {
  const value = payloadOf(id);
  const bytes = serialize(value);
  const decode = (): unknown => deserialize(bytes);
  if (id === 'V') return { decode };
  const copied = (): unknown => {
    const read = decode() as PayloadC;
    return { ...read, data: new Uint8Array(read.data) };
  };
  return { encode: () => void serialize(value), decode: id === 'C' ? copied : decode };
}
