// What an archive can hold, as a table: for each method of Writer and Reader, values and both directions.
import fc from 'fast-check';
import { PoolId } from '../../../src/task/pool-id.js';
import type { Reader } from '../../../src/task/reader.js';
import type { Writer } from '../../../src/task/writer.js';

/** One call of a Writer with its value, and the call of a Reader that reads it back. */
export interface Op {
  readonly name: string;
  readonly value: unknown;
  write(w: Writer): void;
  read(r: Reader): unknown;
}

interface Codec<T> {
  readonly values: fc.Arbitrary<T>;
  write(w: Writer, value: T): void;
  read(r: Reader): T;
}

const u32 = fc.oneof(
  fc.nat({ max: 0xffff_ffff }),
  fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
);
const i32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const f32 = fc.float();
const f64 = fc.double();
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const i64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const size = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER));
const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ minLength: 250, maxLength: 300 }),
);
const list = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(values, { maxLength: 12 });

function codec<T>(
  values: fc.Arbitrary<T>,
  write: (w: Writer, value: T) => void,
  read: (r: Reader) => T,
): Codec<T> {
  return { values, write, read };
}

const codecs = {
  bool: codec(
    fc.boolean(),
    (w, v) => w.bool(v),
    (r) => r.bool(),
  ),
  u8: codec(
    fc.nat({ max: 255 }),
    (w, v) => w.u8(v),
    (r) => r.u8(),
  ),
  i8: codec(
    fc.integer({ min: -128, max: 127 }),
    (w, v) => w.i8(v),
    (r) => r.i8(),
  ),
  u16: codec(
    fc.nat({ max: 65_535 }),
    (w, v) => w.u16(v),
    (r) => r.u16(),
  ),
  i16: codec(
    fc.integer({ min: -32_768, max: 32_767 }),
    (w, v) => w.i16(v),
    (r) => r.i16(),
  ),
  u32: codec(
    u32,
    (w, v) => w.u32(v),
    (r) => r.u32(),
  ),
  i32: codec(
    i32,
    (w, v) => w.i32(v),
    (r) => r.i32(),
  ),
  f32: codec(
    f32,
    (w, v) => w.f32(v),
    (r) => r.f32(),
  ),
  f64: codec(
    f64,
    (w, v) => w.f64(v),
    (r) => r.f64(),
  ),
  u64: codec(
    u64,
    (w, v) => w.u64(v),
    (r) => r.u64(),
  ),
  i64: codec(
    i64,
    (w, v) => w.i64(v),
    (r) => r.i64(),
  ),
  size: codec(
    size,
    (w, v) => w.size(v),
    (r) => r.size(),
  ),
  string: codec(
    text,
    (w, v) => w.string(v),
    (r) => r.string(),
  ),
  bytes: codec<Uint8Array>(
    fc.uint8Array({ maxLength: 40 }),
    (w, v) => w.bytes(v),
    (r) => r.bytes(),
  ),
  poolId: codec(
    fc.tuple(u32, u32).map(([major, minor]) => new PoolId(major, minor)),
    (w, v) => w.poolId(v),
    (r) => r.poolId(),
  ),
  bools: codec(
    list(fc.boolean()),
    (w, v) => w.bools(v),
    (r) => r.bools(),
  ),
  u8s: codec(
    list(fc.nat({ max: 255 })),
    (w, v) => w.u8s(v),
    (r) => r.u8s(),
  ),
  i8s: codec(
    list(fc.integer({ min: -128, max: 127 })),
    (w, v) => w.i8s(v),
    (r) => r.i8s(),
  ),
  u16s: codec(
    list(fc.nat({ max: 65_535 })),
    (w, v) => w.u16s(v),
    (r) => r.u16s(),
  ),
  i16s: codec(
    list(fc.integer({ min: -32_768, max: 32_767 })),
    (w, v) => w.i16s(v),
    (r) => r.i16s(),
  ),
  u32s: codec(
    list(u32),
    (w, v) => w.u32s(v),
    (r) => r.u32s(),
  ),
  i32s: codec(
    list(i32),
    (w, v) => w.i32s(v),
    (r) => r.i32s(),
  ),
  f32s: codec(
    list(f32),
    (w, v) => w.f32s(v),
    (r) => r.f32s(),
  ),
  f64s: codec(
    list(f64),
    (w, v) => w.f64s(v),
    (r) => r.f64s(),
  ),
  u64s: codec(
    list(u64),
    (w, v) => w.u64s(v),
    (r) => r.u64s(),
  ),
  i64s: codec(
    list(i64),
    (w, v) => w.i64s(v),
    (r) => r.i64s(),
  ),
  sizes: codec(
    list(size),
    (w, v) => w.sizes(v),
    (r) => r.sizes(),
  ),
  // As generated code does it: a count, then one element after the other.
  strings: codec(
    list(text),
    (w, v) => {
      w.count(v.length);
      for (const item of v) w.string(item);
    },
    (r) => Array.from({ length: r.count(4) }, () => r.string()),
  ),
  map: codec(
    list(fc.tuple(u32, f64)).map((entries) => new Map(entries)),
    (w, v) => {
      w.count(v.size);
      for (const [key, item] of v) {
        w.u32(key);
        w.f64(item);
      }
    },
    (r) => {
      const map = new Map<number, number>();
      for (let left = r.count(12); left > 0; left--) map.set(r.u32(), r.f64());
      return map;
    },
  ),
  optional: codec(
    fc.option(u64, { nil: undefined }),
    (w, v) => {
      w.bool(v !== undefined);
      if (v !== undefined) w.u64(v);
    },
    (r) => (r.bool() ? r.u64() : undefined),
  ),
};

/** Names of all methods that come in pairs, without `count`, `buffer` and those that are built from others. */
export const SCALARS_AND_LISTS = Object.keys(codecs).slice(0, -3);

function opsOf<T>(name: string, { values, write, read }: Codec<T>): fc.Arbitrary<Op> {
  return values.map((value) => ({ name, value, write: (w) => write(w, value), read }));
}

const anyOp = fc.oneof(...Object.entries(codecs).map(([name, each]) => opsOf(name, each as Codec<unknown>)));

/** A layout with its values: what generated code would write, one after the other. */
export const anyOps = fc.array(anyOp, { maxLength: 12 });

export function opsNamed(name: keyof typeof codecs): fc.Arbitrary<Op> {
  return opsOf(name, codecs[name] as Codec<unknown>);
}

export function writeAll(w: Writer, ops: readonly Op[]): void {
  for (const op of ops) op.write(w);
}

export function readAll(r: Reader, ops: readonly Op[]): unknown[] {
  return ops.map((op) => op.read(r));
}
