/** What is encoded and decoded: three tasks, as a module declares them, and values for them. */
export const payloadIds = ['A', 'B', 'C', 'K', 'F'] as const;
/** K and F are C again, with a different destination for the result's 64 KiB. */
export type PayloadId = (typeof payloadIds)[number];
/** The payloads with a declaration. */
export type PlainId = Exclude<PayloadId, 'K' | 'F'>;

export interface PayloadA {
  id: number;
  total: number;
  ratio: number;
  ok: boolean;
  name: string;
}
export interface Row {
  a: number;
  b: number;
  c: number;
}
export interface PayloadB {
  stamp: number;
  rows: Row[];
}
export interface PayloadC {
  name: string;
  data: Uint8Array;
  counts: Map<string, number>;
}

export const titles: Readonly<Record<PayloadId, string>> = {
  A: 'u32, u64, f64, bool, 32 characters',
  B: 'u64 and a list of 64 {u64, u64, u32}',
  C: '40 characters, 64 KiB, map of 8; the result refers to the bytes that were read wherever the API lets it',
  K: 'C decoded, the 64 KiB copied into memory that is kept',
  F: 'C decoded, the 64 KiB copied into memory of their own: to allocate and to collect that is most of it',
};

const LARGE = 2 ** 33;

export function payloadOf(id: PayloadId): PayloadA | PayloadB | PayloadC {
  switch (id) {
    case 'A':
      return {
        id: 7,
        total: LARGE * 100 + 5,
        ratio: 0.25,
        ok: true,
        name: 'abcdefghijklmnopqrstuvwxyz012345',
      };
    case 'B':
      return {
        stamp: LARGE * 3,
        rows: Array.from({ length: 64 }, (_, i) => ({ a: LARGE + i, b: LARGE * 2 + i, c: i })),
      };
    case 'C':
    case 'K':
    case 'F':
      return {
        name: 'Grüße aus dem gemeinsamen Speicher 12345',
        data: Uint8Array.from({ length: 64 * 1024 }, (_, i) => i & 0xff),
        counts: new Map(Array.from({ length: 8 }, (_, i) => [`key-${i}`, i * 1000] as const)),
      };
  }
}

/** For peers that represent u64 as a bigint. */
export interface BigPayloadA extends Omit<PayloadA, 'total'> {
  total: bigint;
}
export interface BigRow {
  a: bigint;
  b: bigint;
  c: number;
}
export interface BigPayloadB {
  stamp: bigint;
  rows: BigRow[];
}

export function bigPayloadA(): BigPayloadA {
  const value = payloadOf('A') as PayloadA;
  return { ...value, total: BigInt(value.total) };
}

export function bigPayloadB(): BigPayloadB {
  const { stamp, rows } = payloadOf('B') as PayloadB;
  return {
    stamp: BigInt(stamp),
    rows: rows.map(({ a, b, c }) => ({ a: BigInt(a), b: BigInt(b), c })),
  };
}

/** A u64 held as a number is a size; tasks with `Big` in their name hold it as a bigint. */
export const tasksText = `import { type bool, type bytes, type f64, type HashMap, type InOut, type size, Task, type u32, type u64, type Vector } from '@chimaera/core';
export class CreateParams { static readonly chimodLibName = 'bench_payloads'; }
export interface Row { a: size; b: size; c: u32 }
export interface BigRow { a: u64; b: u64; c: u32 }
export abstract class ATask extends Task {
  abstract id: InOut<u32>;
  abstract total: InOut<size>;
  abstract ratio: InOut<f64>;
  abstract ok: InOut<bool>;
  abstract name: InOut<string>;
}
export abstract class ABigTask extends Task {
  abstract id: InOut<u32>;
  abstract total: InOut<u64>;
  abstract ratio: InOut<f64>;
  abstract ok: InOut<bool>;
  abstract name: InOut<string>;
}
export abstract class BBigTask extends Task {
  abstract stamp: InOut<u64>;
  abstract rows: InOut<Vector<BigRow>>;
}
export abstract class BTask extends Task {
  abstract stamp: InOut<size>;
  abstract rows: InOut<Vector<Row>>;
}
export abstract class CTask extends Task {
  abstract name: InOut<string>;
  abstract data: InOut<bytes>;
  abstract counts: InOut<HashMap<string, u32>>;
}
`;

export const moduleText = `module_name: payloads
namespace: bench
version: 1.0.0
kCreate: 0
kDestroy: 1
kA: 10
kB: 11
kC: 12
kABig: 13
kBBig: 14
`;
