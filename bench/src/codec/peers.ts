/** What else turns such values into bytes. */
import { Packr } from 'msgpackr';
import type { Codec } from './contender.js';
import { payloadOf, type PayloadC, type PayloadId } from './payloads.js';

export function jsonCodec(id: PayloadId): Codec {
  const value = payloadOf(id);
  const plain = (): unknown => {
    if (id !== 'C') return value;
    const { name, data, counts } = value as PayloadC;
    return { name, data: Buffer.from(data).toString('base64'), counts: [...counts] };
  };
  const text = JSON.stringify(plain());
  return { encode: () => void JSON.stringify(plain()), decode: () => JSON.parse(text) as unknown };
}

/** With records: the names of the fields are known to both sides. */
export function msgpackrCodec(id: PayloadId): Codec {
  const value = payloadOf(id);
  const packr = new Packr({ structures: [] });
  packr.pack(value);
  const bytes = Buffer.from(packr.pack(value));
  return { encode: () => void packr.pack(value), decode: () => packr.unpack(bytes) as unknown };
}
