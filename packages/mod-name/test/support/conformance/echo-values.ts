import { type BufferRef, PoolId } from '@chimaera/core';
import { Color, type EchoInput, type Shape } from '@chimaera/mod-name';

const U64_MAX = 2n ** 64n - 1n;
const I64_MIN = -(2n ** 63n);
const I64_MAX = 2n ** 63n - 1n;

const plainShape: Shape = { name: '', points: [], note: undefined };
const fullShape: Shape = {
  name: 'triangle △',
  points: [
    { x: 0, y: -0, color: Color.kRed },
    { x: 1e308, y: -1e-308, color: Color.kGreen },
    { x: NaN, y: Infinity, color: Color.kBlue },
  ],
  note: 'with a note',
};

/** Inputs of echo at the edges of what their types can hold. */
export const echoValues: readonly (readonly [string, Omit<EchoInput, 'bufferValue'>])[] = [
  [
    'nothing, zero and empty',
    {
      boolValue: false,
      u8Value: 0,
      u16Value: 0,
      u32Value: 0,
      u64Value: 0n,
      i8Value: 0,
      i16Value: 0,
      i32Value: 0,
      i64Value: 0n,
      f32Value: 0,
      f64Value: 0,
      sizeValue: 0,
      colorValue: Color.kRed,
      poolIdValue: PoolId.null,
      pointValue: { x: 0, y: 0, color: Color.kRed },
      arrayValue: [0, 0, 0],
      pointArrayValue: [
        { x: 0, y: 0, color: Color.kRed },
        { x: 0, y: 0, color: Color.kRed },
      ],
      stringValue: '',
      bytesValue: new Uint8Array(0),
      vectorValue: [],
      doublesValue: [],
      stringsValue: [],
      nestedValue: [],
      mapValue: new Map(),
      shapesValue: new Map(),
      optionalValue: undefined,
      shapeValue: plainShape,
    },
  ],
  [
    'the greatest of each',
    {
      boolValue: true,
      u8Value: 0xff,
      u16Value: 0xffff,
      u32Value: 0xffff_ffff,
      u64Value: U64_MAX,
      i8Value: 0x7f,
      i16Value: 0x7fff,
      i32Value: 0x7fff_ffff,
      i64Value: I64_MAX,
      f32Value: Math.fround(3.4e38),
      f64Value: Number.MAX_VALUE,
      sizeValue: Number.MAX_SAFE_INTEGER,
      colorValue: Color.kBlue,
      poolIdValue: new PoolId(0xffff_ffff, 0xffff_ffff),
      pointValue: { x: Infinity, y: -Infinity, color: Color.kBlue },
      arrayValue: [0xffff, 0, 0xffff],
      pointArrayValue: [fullShape.points[1], fullShape.points[2]],
      stringValue: '\u0000\u007f\u0080\u07ff\u0800\uffff𝄞 the end',
      bytesValue: Uint8Array.from({ length: 256 }, (_, i) => 255 - i),
      vectorValue: [0xffff_ffff, 0, 1],
      doublesValue: [Number.MIN_VALUE, -0, NaN, -Infinity],
      stringsValue: ['', 'ä', '', 'x'.repeat(1000)],
      nestedValue: [[], [U64_MAX], [0n, 1n, 2n]],
      mapValue: new Map([
        ['', 0],
        ['ключ', 0xffff_ffff],
      ]),
      shapesValue: new Map([
        [0n, plainShape],
        [U64_MAX, fullShape],
      ]),
      optionalValue: 0xffff_ffff,
      shapeValue: fullShape,
    },
  ],
  [
    'the least of each, and long ones',
    {
      boolValue: true,
      u8Value: 1,
      u16Value: 1,
      u32Value: 1,
      u64Value: 1n,
      i8Value: -0x80,
      i16Value: -0x8000,
      i32Value: -0x8000_0000,
      i64Value: I64_MIN,
      f32Value: NaN,
      f64Value: -0,
      sizeValue: 2 ** 32,
      colorValue: Color.kGreen,
      poolIdValue: new PoolId(1, 0),
      pointValue: { x: -0, y: Number.MIN_VALUE, color: Color.kGreen },
      arrayValue: [1, 2, 3],
      pointArrayValue: [fullShape.points[0], fullShape.points[1]],
      stringValue: 'ß'.repeat(50_000),
      bytesValue: new Uint8Array(100_001).fill(7),
      vectorValue: Array.from({ length: 30_000 }, (_, i) => i),
      doublesValue: Array.from({ length: 10_001 }, (_, i) => i / 3),
      stringsValue: Array.from({ length: 2000 }, (_, i) => `string ${i}`),
      nestedValue: Array.from({ length: 200 }, (_, i) => Array.from({ length: i }, (_, j) => BigInt(j))),
      mapValue: new Map(Array.from({ length: 3000 }, (_, i) => [`key ${i}`, i])),
      shapesValue: new Map(Array.from({ length: 100 }, (_, i) => [BigInt(i), fullShape])),
      optionalValue: 0,
      shapeValue: { ...fullShape, points: Array.from({ length: 500 }, () => fullShape.points[1]) },
    },
  ],
];

/** What echo answers to an input. */
export function echoed(input: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name.replace(/Value$/, 'Copy'), value]),
  );
}

/** The bytes of a buffer, copied. */
export function bytesOf(buffer: BufferRef): number[] {
  return [...buffer.bytes];
}
