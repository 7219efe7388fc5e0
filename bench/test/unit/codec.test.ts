import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Codec } from '../../src/codec/contender.js';
import { contenders } from '../../src/codec/contenders.js';
import { type GeneratedModule, makeModule } from '../../src/codec/generated-module.js';
import { payloadIds, payloadOf, type PayloadC, type PayloadId } from '../../src/codec/payloads.js';
import { timer } from '../../src/codec/timer.js';

let module: GeneratedModule;
beforeAll(async () => {
  module = await makeModule();
});
afterAll(() => module[Symbol.dispose]());

/** Converts a peer's bigints, plain objects and Buffers to the payload's types; bytes and maps to short texts. */
function normalized(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(normalized);
  if (typeof value !== 'object' || value === null) return value;
  const { $typeName: _, returnCode: __, data, counts, ...rest } = value as Record<string, unknown>;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, normalized(item)])),
    data: data === undefined ? '' : Buffer.from(data as Uint8Array).toString('base64'),
    // A map from the engine's deserializer belongs to another realm than this test.
    counts: isMap(counts) ? [...counts] : Object.entries(counts ?? {}),
  };
}

function isMap(value: unknown): value is Map<string, number> {
  return Object.prototype.toString.call(value) === '[object Map]';
}

const codecOf = async (name: string, id: PayloadId): Promise<Codec | undefined> =>
  contenders[name]!(module.path)(id);

describe.each(Object.keys(contenders))('%s', (name) => {
  test.each(payloadIds)('round-trips payload %s', async (id) => {
    const codec = await codecOf(name, id);
    if (codec?.decode === undefined) return;
    codec.encode?.();
    const value = codec.decode();
    if (name === 'saveIn, loadIn') expect(value).toBeUndefined();
    else expect(normalized(value)).toEqual(normalized(payloadOf(id)));
  });

  test('copies the bytes of payload F', async () => {
    const codec = await codecOf(name, 'F');
    if (codec?.decode === undefined) return;
    (codec.decode() as PayloadC).data.fill(0);
    expect(normalized(codec.decode())).toEqual(normalized(payloadOf('F')));
  });

  test('reuses the same memory for payload K', async () => {
    const codec = await codecOf(name, 'K');
    if (codec?.decode === undefined || name === 'saveIn, loadIn') return;
    const [one, other] = [codec.decode(), codec.decode()] as PayloadC[];
    expect(one!.data).toBe(other!.data);
  });
});

test('the timer measures more calls when a few take no time', () => {
  let calls = 0;
  const time = timer(() => calls++);
  expect(time(1)).toBeGreaterThan(0);
  const first = calls;
  time(1);
  expect(calls - first).toBeGreaterThan(first);
});
