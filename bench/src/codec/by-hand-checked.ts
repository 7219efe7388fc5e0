/**
 * Straight-line code for exactly these payloads, as one would write it for a task: at a place known at run time,
 * refusing invalid values and malformed bytes.
 */
import type { Codec } from './contender.js';
import {
  payloadOf,
  type PayloadA,
  type PayloadB,
  type PayloadC,
  type PlainId,
  type Row,
} from './payloads.js';

const HIGH = 2 ** 32;
const LARGEST_HIGH_WORD = 2 ** 21 - 1;
const BYTES = 2 ** 18;

type FastBuffer = Buffer & {
  utf8Write(text: string, offset: number, length: number): number;
  utf8Slice(start: number, end: number): string;
};

class Place {
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
  readonly u8: Uint8Array;
  readonly buf: FastBuffer;

  constructor(
    buffer: ArrayBuffer,
    /** Byte offset, a multiple of 8. */
    readonly base: number,
    readonly end: number,
  ) {
    this.u32 = new Uint32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.u8 = new Uint8Array(buffer);
    this.buf = Buffer.from(buffer) as FastBuffer;
  }
}

function refuse(what: string): never {
  throw new RangeError(`${what} is no good`);
}

function room(place: Place, at: number, bytes: number): void {
  if (at + bytes > place.end) refuse('the length');
}

function readSize({ u32 }: Place, word: number): number {
  const high = u32[word + 1]!;
  if (high > LARGEST_HIGH_WORD) refuse('a size');
  return u32[word]! + high * HIGH;
}

const align4 = (bytes: number): number => (bytes + 3) & ~3;

export function checkedHandCodec(id: PlainId): Required<Codec> {
  const place = new Place(new ArrayBuffer(2 * BYTES), BYTES / 2, BYTES * 2);
  const codec = id === 'A' ? codecA(place) : id === 'B' ? codecB(place) : codecC(place);
  codec.encode();
  return codec;
}

function codecA(place: Place): Required<Codec> {
  const value = payloadOf('A') as PayloadA;
  return {
    encode() {
      const { u32, f64, buf, base } = place;
      const word = base >>> 2;
      const { id, total, ratio, ok, name } = value;
      if (id >>> 0 !== id) refuse('id');
      if (!Number.isSafeInteger(total) || total < 0) refuse('total');
      if (typeof ratio !== 'number') refuse('ratio');
      if (typeof ok !== 'boolean') refuse('ok');
      if (typeof name !== 'string') refuse('name');
      room(place, base, 32 + name.length * 3);
      u32[word] = id;
      u32[word + 2] = total;
      u32[word + 3] = total / HIGH;
      f64[(base + 16) >>> 3] = ratio;
      u32[word + 6] = ok ? 1 : 0;
      u32[word + 7] = buf.utf8Write(name, base + 32, name.length * 3);
    },
    decode(): PayloadA {
      const { u32, f64, buf, base } = place;
      const word = base >>> 2;
      const length = u32[word + 7]!;
      room(place, base, 32 + length);
      return {
        id: u32[word]!,
        total: readSize(place, word + 2),
        ratio: f64[(base + 16) >>> 3]!,
        ok: u32[word + 6] !== 0,
        name: buf.utf8Slice(base + 32, base + 32 + length),
      };
    },
  };
}

function codecB(place: Place): Required<Codec> {
  const value = payloadOf('B') as PayloadB;
  return {
    encode() {
      const { u32, base } = place;
      const word = base >>> 2;
      const { stamp, rows } = value;
      if (!Number.isSafeInteger(stamp) || stamp < 0) refuse('stamp');
      if (!Array.isArray(rows)) refuse('rows');
      const count = rows.length;
      room(place, base, 16 + count * 24);
      u32[word] = stamp;
      u32[word + 1] = stamp / HIGH;
      u32[word + 2] = count;
      for (let i = 0, at = word + 4; i < count; i++, at += 6) {
        const row = rows[i]!;
        if (typeof row !== 'object' || row === null) refuse('a row');
        if (!Number.isSafeInteger(row.a) || row.a < 0) refuse('a');
        if (!Number.isSafeInteger(row.b) || row.b < 0) refuse('b');
        if (row.c >>> 0 !== row.c) refuse('c');
        u32[at] = row.a;
        u32[at + 1] = row.a / HIGH;
        u32[at + 2] = row.b;
        u32[at + 3] = row.b / HIGH;
        u32[at + 4] = row.c;
      }
    },
    decode(): PayloadB {
      const { u32, base } = place;
      const word = base >>> 2;
      const rows: Row[] = [];
      const count = u32[word + 2]!;
      room(place, base, 16 + count * 24);
      for (let i = 0, at = word + 4; i < count; i++, at += 6)
        rows.push({ a: readSize(place, at), b: readSize(place, at + 2), c: u32[at + 4]! });
      return { stamp: readSize(place, word), rows };
    },
  };
}

function codecC(place: Place): Required<Codec> {
  const value = payloadOf('C') as PayloadC;
  const write = (at: number, text: string): number => {
    if (typeof text !== 'string') refuse('a text');
    room(place, at, 4 + text.length * 3);
    const length = place.buf.utf8Write(text, at + 4, text.length * 3);
    place.u32[at >>> 2] = length;
    return at + 4 + align4(length);
  };
  return {
    encode() {
      const { u32, u8, base } = place;
      const { name, data, counts } = value;
      if (!(data instanceof Uint8Array)) refuse('data');
      if (!(counts instanceof Map)) refuse('counts');
      let at = write(base, name);
      room(place, at, 12 + data.length);
      u32[at >>> 2] = data.length;
      u8.set(data, at + 4);
      at += 4 + align4(data.length);
      u32[at >>> 2] = counts.size;
      at += 4;
      for (const [key, count] of counts) {
        at = write(at, key);
        if (count >>> 0 !== count) refuse('a count');
        room(place, at, 4);
        u32[at >>> 2] = count;
        at += 4;
      }
    },
    decode(): PayloadC {
      const { u32, u8, buf, base } = place;
      let at = base;
      const next = (): number => {
        room(place, at, 4);
        at += 4;
        return u32[(at - 4) >>> 2]!;
      };
      const take = (length: number): number => {
        room(place, at, length);
        const from = at;
        at += align4(length);
        return from;
      };
      const text = (): string => {
        const length = next();
        const from = take(length);
        return buf.utf8Slice(from, from + length);
      };
      const name = text();
      const length = next();
      const from = take(length);
      const data = u8.subarray(from, from + length);
      const counts = new Map<string, number>();
      for (let left = next(); left > 0; left--) {
        const key = text();
        counts.set(key, next());
      }
      return { name, data, counts };
    },
  };
}
