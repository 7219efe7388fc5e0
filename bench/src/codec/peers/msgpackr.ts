import { Packr } from 'msgpackr';
import type { Codec } from '../contender.js';
import { owned, payloadOf, type PayloadC, type PayloadId } from '../payloads.js';

/** With records: the names of the fields are known to both sides. */
export function msgpackrCodec(id: PayloadId): Codec {
  const value = payloadOf(id);
  const packr = new Packr({ structures: [] });
  packr.pack(value);
  const bytes = Buffer.from(packr.pack(value));
  const decode = (): unknown => packr.unpack(bytes);
  if (id === 'V') return { decode };
  return {
    encode: () => void packr.pack(value),
    decode: id === 'C' ? () => owned(packr.unpack(bytes) as PayloadC) : decode,
  };
}
