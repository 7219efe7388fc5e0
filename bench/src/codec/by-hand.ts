/** Straight-line code for exactly these payloads, without any checks: the best that is possible. */
import type { Codec } from './contender.js';
import { payloadOf, type PayloadA, type PayloadB, type PayloadC, type PlainId } from './payloads.js';

const HIGH = 2 ** 32;
const buffer = new ArrayBuffer(2 ** 18);
const u32 = new Uint32Array(buffer);
const f64 = new Float64Array(buffer);
const u8 = new Uint8Array(buffer);
/** Methods of Buffer that skip argument handling, as core uses them. */
const buf = Buffer.from(buffer) as Buffer & {
  utf8Write(text: string, offset: number, length: number): number;
  utf8Slice(start: number, end: number): string;
};

const align4 = (bytes: number): number => (bytes + 3) & ~3;

export function handCodec(id: PlainId): Required<Codec> {
  const codec = id === 'A' ? codecA() : id === 'B' ? codecB() : codecC();
  codec.encode();
  return codec;
}

function codecA(): Required<Codec> {
  const value = payloadOf('A') as PayloadA;
  return {
    encode() {
      u32[0] = value.id;
      u32[2] = value.total;
      u32[3] = value.total / HIGH;
      f64[2] = value.ratio;
      u32[6] = value.ok ? 1 : 0;
      u32[7] = buf.utf8Write(value.name, 32, value.name.length * 3);
    },
    decode: (): PayloadA => ({
      id: u32[0]!,
      total: u32[2]! + u32[3]! * HIGH,
      ratio: f64[2]!,
      ok: u32[6] !== 0,
      name: buf.utf8Slice(32, 32 + u32[7]!),
    }),
  };
}

function codecB(): Required<Codec> {
  const value = payloadOf('B') as PayloadB;
  return {
    encode() {
      u32[0] = value.stamp;
      u32[1] = value.stamp / HIGH;
      const { rows } = value;
      u32[2] = rows.length;
      let at = 4;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        u32[at] = row.a;
        u32[at + 1] = row.a / HIGH;
        u32[at + 2] = row.b;
        u32[at + 3] = row.b / HIGH;
        u32[at + 4] = row.c;
        at += 6;
      }
    },
    decode(): PayloadB {
      const rows = [];
      const count = u32[2]!;
      for (let i = 0, at = 4; i < count; i++, at += 6) {
        rows.push({
          a: u32[at]! + u32[at + 1]! * HIGH,
          b: u32[at + 2]! + u32[at + 3]! * HIGH,
          c: u32[at + 4]!,
        });
      }
      return { stamp: u32[0]! + u32[1]! * HIGH, rows };
    },
  };
}

function codecC(): Required<Codec> {
  const value = payloadOf('C') as PayloadC;
  const write = (at: number, text: string): number => {
    const length = buf.utf8Write(text, at + 4, text.length * 3);
    u32[at >>> 2] = length;
    return at + 4 + align4(length);
  };
  return {
    encode() {
      let at = write(0, value.name);
      u32[at >>> 2] = value.data.length;
      u8.set(value.data, at + 4);
      at += 4 + align4(value.data.length);
      u32[at >>> 2] = value.counts.size;
      at += 4;
      for (const [key, count] of value.counts) {
        at = write(at, key);
        u32[at >>> 2] = count;
        at += 4;
      }
    },
    decode(): PayloadC {
      let at = 0;
      const text = (): string => {
        const length = u32[at >>> 2]!;
        const found = buf.utf8Slice(at + 4, at + 4 + length);
        at += 4 + align4(length);
        return found;
      };
      const name = text();
      const length = u32[at >>> 2]!;
      const data = u8.subarray(at + 4, at + 4 + length);
      at += 4 + align4(length);
      const counts = new Map<string, number>();
      const size = u32[at >>> 2]!;
      at += 4;
      for (let i = 0; i < size; i++) {
        const key = text();
        counts.set(key, u32[at >>> 2]!);
        at += 4;
      }
      return { name, data, counts };
    },
  };
}
