import { PoolId } from '@chimaera/core';

const point = { x: 1, y: 2, color: 1 };
const shape = { name: 'shape', points: [point, point], note: 'note' };

/** Something in every field, so that there is something everywhere to be damaged. */
export function echoInput(chi) {
  return {
    boolValue: true,
    u8Value: 1,
    u16Value: 2,
    u32Value: 3,
    u64Value: 4n,
    i8Value: -1,
    i16Value: -2,
    i32Value: -3,
    i64Value: -4n,
    f32Value: 0.5,
    f64Value: 0.25,
    sizeValue: 5,
    colorValue: 1,
    poolIdValue: PoolId.parse('1.2'),
    pointValue: point,
    arrayValue: [1, 2, 3],
    pointArrayValue: [point, point],
    stringValue: 'a string',
    bytesValue: new Uint8Array(50),
    vectorValue: [1, 2, 3, 4],
    doublesValue: [0.1, 0.2],
    stringsValue: ['one', 'two', 'three'],
    nestedValue: [[1n], [2n, 3n]],
    mapValue: new Map([
      ['a', 1],
      ['b', 2],
    ]),
    shapesValue: new Map([[1n, shape]]),
    optionalValue: 1,
    shapeValue: shape,
    bufferValue: chi.allocateBuffer(100),
  };
}
