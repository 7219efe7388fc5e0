import { Packr } from 'msgpackr';
import type { Codec } from '../contender.js';
import { payloadOf, type PlainId } from '../payloads.js';

/** With records: the names of the fields are known to both sides. */
export function msgpackrCodec(id: PlainId): Required<Codec> {
  const value = payloadOf(id);
  const packr = new Packr({ structures: [] });
  packr.pack(value);
  const bytes = Buffer.from(packr.pack(value));
  return { encode: () => void packr.pack(value), decode: () => packr.unpack(bytes) as unknown };
}
