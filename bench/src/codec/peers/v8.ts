import { deserialize, serialize } from 'node:v8';
import type { Codec } from '../contender.js';
import { payloadOf, type PlainId } from '../payloads.js';

/** The structured clone of `postMessage`, as bytes. Byte arrays in the result are views. */
export function v8Codec(id: PlainId): Required<Codec> {
  const value = payloadOf(id);
  const bytes = serialize(value);
  return { encode: () => void serialize(value), decode: () => deserialize(bytes) as unknown };
}
