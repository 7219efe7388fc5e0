import { expect, test } from '@jest/globals';
import { PoolId } from '@chimaera/core';
import type { EchoInput, EchoTaskView } from '@chimaera/mod-name';
import { failureOf } from '../wait.js';
import { bytesOf, echoed, echoValues } from './echo-values.js';
import type { Fixture } from './fixture.js';

/** A field of every type goes there and comes back (design D5). */
export function echo(fixture: () => Fixture): void {
  test.each(echoValues)('%s', async (_name, values) => {
    const { chi, mod } = fixture();
    using bufferValue = chi.allocateBuffer(5000);
    bufferValue.bytes.forEach((_, i) => (bufferValue.bytes[i] = i * 3));
    const { bufferCopy, ...copies } = await mod.echo({ ...values, bufferValue });
    expect(copies).toEqual({ optionalCopy: undefined, ...echoed(values), returnCode: 0 });
    expect(bufferCopy.byteLength).toBe(5000);

    using task = mod.asyncEcho({ ...values, bufferValue });
    await task.wait();
    for (const [name, value] of Object.entries(echoed(values)))
      expect({ [name]: task[name as keyof EchoTaskView] }).toEqual({ [name]: value });
    expect(bytesOf(task.bufferCopy)).toEqual(bytesOf(bufferValue));
    if (fixture().net !== true) expect(task.bufferCopy.offset).toBe(bufferValue.offset);
  });

  const [, values] = echoValues[0];
  test.each<[string, Partial<Record<keyof EchoInput, unknown>>]>([
    ['boolValue', { boolValue: 1 }],
    ['u8Value', { u8Value: 256 }],
    ['u8Value', { u8Value: -1 }],
    ['u16Value', { u16Value: 65_536 }],
    ['u32Value', { u32Value: NaN }],
    ['u64Value', { u64Value: 1 }],
    ['u64Value', { u64Value: -1n }],
    ['u64Value', { u64Value: 2n ** 64n }],
    ['i8Value', { i8Value: 128 }],
    ['i16Value', { i16Value: -32_769 }],
    ['i32Value', { i32Value: 2 ** 31 }],
    ['i64Value', { i64Value: 2n ** 63n }],
    ['f32Value', { f32Value: '1' }],
    ['f64Value', { f64Value: undefined }],
    ['sizeValue', { sizeValue: 2 ** 53 }],
    ['sizeValue', { sizeValue: -1 }],
    ['colorValue', { colorValue: 3 }],
    ['poolIdValue', { poolIdValue: '1.0' }],
    ['pointValue', { pointValue: { x: 1 } }],
    ['pointValue', { pointValue: null }],
    ['arrayValue', { arrayValue: [1, 2] }],
    ['arrayValue', { arrayValue: [1, 2, 65_536] }],
    ['stringValue', { stringValue: null }],
    ['bytesValue', { bytesValue: [1, 2] }],
    ['vectorValue', { vectorValue: [1, -1] }],
    ['vectorValue', { vectorValue: 'abc' }],
    ['stringsValue', { stringsValue: ['a', 1] }],
    ['nestedValue', { nestedValue: [[1]] }],
    ['mapValue', { mapValue: { a: 1 } }],
    ['mapValue', { mapValue: new Map([[1, 1]]) }],
    ['optionalValue', { optionalValue: 'x' }],
    ['shapeValue', { shapeValue: { name: 'x', points: [{ x: 1, y: 1, color: 9 }] } }],
    ['bufferValue', { bufferValue: new Uint8Array(8) }],
  ])('names a bad %s: %p', async (field, bad) => {
    const { chi, mod } = fixture();
    using bufferValue = chi.allocateBuffer(8);
    const input = { ...values, bufferValue, ...bad } as EchoInput;
    const error = await failureOf(mod.echo(input));
    expect(error.code).toBe('INVALID_ARGUMENT');
    if (field !== 'bufferValue') expect(error.message).toContain(`EchoTask.${field}`);
  });

  test('a freed buffer is refused', async () => {
    const { chi, mod } = fixture();
    const bufferValue = chi.allocateBuffer(8);
    bufferValue.free();
    expect(await failureOf(mod.echo({ ...values, bufferValue }))).toMatchObject({ code: 'CLOSED' });
  });

  test('the id of a pool keeps its class', async () => {
    const { chi, mod } = fixture();
    using bufferValue = chi.allocateBuffer(8);
    const { poolIdCopy } = await mod.echo({ ...values, poolIdValue: PoolId.parse('3.4'), bufferValue });
    expect(poolIdCopy).toBeInstanceOf(PoolId);
    expect(poolIdCopy.toString()).toBe('3.4');
  });
}
