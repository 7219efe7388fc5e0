import { Builder, ByteBuffer } from 'flatbuffers';
import { A } from '../../autogen/flatbuffers/a.js';
import { B } from '../../autogen/flatbuffers/b.js';
import { C } from '../../autogen/flatbuffers/c.js';
import { Count } from '../../autogen/flatbuffers/count.js';
import { Row } from '../../autogen/flatbuffers/row.js';
import type { Codec } from '../contender.js';
import {
  bigPayloadA,
  bigPayloadB,
  type BigRow,
  payloadOf,
  type PayloadC,
  type PlainId,
} from '../payloads.js';

const BUILDER_BYTES = 2 ** 18;

/** The builder is reused, and every field is read, as by a program that wants the whole value. */
export function flatbuffersCodec(id: PlainId): Required<Codec> {
  switch (id) {
    case 'A': {
      const value = bigPayloadA();
      return codecOf((builder) => writeA(builder, value), readA);
    }
    case 'B': {
      const value = bigPayloadB();
      return codecOf((builder) => writeB(builder, value), readB);
    }
    case 'C': {
      const value = payloadOf('C') as PayloadC;
      return codecOf((builder) => writeC(builder, value), readC);
    }
  }
}

function codecOf<T>(
  write: (builder: Builder) => number,
  read: (bytes: ByteBuffer) => T,
): { encode: () => void; decode: () => T } {
  const builder = new Builder(BUILDER_BYTES);
  const encode = (): void => {
    builder.clear();
    builder.finish(write(builder));
  };
  encode();
  const bytes = builder.asUint8Array().slice();
  return { encode, decode: () => read(new ByteBuffer(bytes)) };
}

function writeA(builder: Builder, value: ReturnType<typeof bigPayloadA>): number {
  const name = builder.createString(value.name);
  return A.createA(builder, value.id, value.total, value.ratio, value.ok, name);
}

function readA(bytes: ByteBuffer): ReturnType<typeof bigPayloadA> {
  const a = A.getRootAsA(bytes);
  return { id: a.id(), total: a.total(), ratio: a.ratio(), ok: a.ok(), name: a.name()! };
}

function writeB(builder: Builder, { stamp, rows }: ReturnType<typeof bigPayloadB>): number {
  B.startRowsVector(builder, rows.length);
  for (let i = rows.length - 1; i >= 0; i--) {
    const { a, b, c } = rows[i]!;
    Row.createRow(builder, a, b, c);
  }
  const vector = builder.endVector();
  return B.createB(builder, stamp, vector);
}

function readB(bytes: ByteBuffer): ReturnType<typeof bigPayloadB> {
  const b = B.getRootAsB(bytes);
  const rows: BigRow[] = [];
  const row = new Row();
  const length = b.rowsLength();
  for (let i = 0; i < length; i++) {
    b.rows(i, row);
    rows.push({ a: row.a(), b: row.b(), c: row.c() });
  }
  return { stamp: b.stamp(), rows };
}

function writeC(builder: Builder, value: PayloadC): number {
  const counts: number[] = [];
  for (const [key, count] of value.counts)
    counts.push(Count.createCount(builder, builder.createString(key), count));
  const vector = C.createCountsVector(builder, counts);
  const data = builder.createByteVector(value.data);
  return C.createC(builder, builder.createString(value.name), data, vector);
}

function readC(bytes: ByteBuffer): PayloadC {
  const c = C.getRootAsC(bytes);
  const counts = new Map<string, number>();
  const entry = new Count();
  const length = c.countsLength();
  for (let i = 0; i < length; i++) {
    c.counts(i, entry);
    counts.set(entry.key()!, entry.value());
  }
  return { name: c.name()!, data: c.dataArray()!, counts };
}
