import type { Codec } from '../contender.js';
import { payloadOf, type PayloadC, type PlainId } from '../payloads.js';

/** Bytes are sent as base64, and a map as a list of pairs: JSON has neither. */
export function jsonCodec(id: PlainId): Required<Codec> {
  const value = payloadOf(id);
  if (id !== 'C') {
    const text = JSON.stringify(value);
    return { encode: () => void JSON.stringify(value), decode: () => JSON.parse(text) as unknown };
  }
  const { name, data, counts } = value as PayloadC;
  const bytes = Buffer.from(data.buffer);
  const encode = (): string => JSON.stringify({ name, data: bytes.toString('base64'), counts: [...counts] });
  const text = encode();
  return {
    encode: () => void encode(),
    decode: () => {
      const read = JSON.parse(text) as { name: string; data: string; counts: [string, number][] };
      return { name: read.name, data: Buffer.from(read.data, 'base64'), counts: new Map(read.counts) };
    },
  };
}
