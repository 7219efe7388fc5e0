import avro from 'avsc';
import type { Codec } from '../contender.js';
import { payloadOf, type PayloadC, type PlainId } from '../payloads.js';

const BUFFER_BYTES = 2 ** 18;
const ROW = {
  type: 'record',
  name: 'Row',
  fields: [
    { name: 'a', type: 'long' },
    { name: 'b', type: 'long' },
    { name: 'c', type: 'long' },
  ],
} as const;
const FIELDS = {
  A: [
    { name: 'id', type: 'long' },
    { name: 'total', type: 'long' },
    { name: 'ratio', type: 'double' },
    { name: 'ok', type: 'boolean' },
    { name: 'name', type: 'string' },
  ],
  B: [
    { name: 'stamp', type: 'long' },
    { name: 'rows', type: { type: 'array', items: ROW } },
  ],
  C: [
    { name: 'name', type: 'string' },
    { name: 'data', type: 'bytes' },
    { name: 'counts', type: { type: 'map', values: 'long' } },
  ],
} as const;

/** Maps are plain objects here; bytes are Buffers, and results own theirs. */
export function avscCodec(id: PlainId): Required<Codec> {
  const type = avro.Type.forSchema({
    type: 'record',
    name: id,
    fields: FIELDS[id],
  } as unknown as avro.Schema);
  const value = id === 'C' ? plainOf(payloadOf('C') as PayloadC) : payloadOf(id);
  const buffer = Buffer.alloc(BUFFER_BYTES);
  const bytes = type.toBuffer(value);
  return {
    encode: () => void type.encode(value, buffer, 0),
    decode: () => type.fromBuffer(bytes) as unknown,
  };
}

function plainOf({ name, data, counts }: PayloadC): object {
  return { name, data: Buffer.from(data), counts: Object.fromEntries(counts) };
}
