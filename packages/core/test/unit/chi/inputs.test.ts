import { expect, test } from '@jest/globals';
import { encodeParams } from '../../../src/chi/inputs.js';
import type { GivenParams, ParamsType } from '../../../src/task/params-type.js';

interface Params {
  label: string;
  depth: number;
  limit: number | undefined;
}

const type: ParamsType<Params> = {
  lib: 'test_dev',
  fields: [
    { name: 'label', yaml: 'label', type: 'string' },
    { name: 'depth', yaml: 'depth', type: 'u32' },
    { name: 'limit', yaml: 'limit', type: 'Optional<u32>' },
  ],
  create: () => ({ label: 'none', depth: 32, limit: 7 }),
  encode: ({ label, depth, limit }, writer) =>
    writer.string(JSON.stringify({ label, depth, limit: limit ?? null })),
  decode: () => ({ label: '', depth: 0, limit: undefined }),
};
const sent = (given?: GivenParams<Params>): unknown => {
  const text = Buffer.from(encodeParams(type, given)).toString();
  return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
};

test('an omitted or undefined input keeps its default', () => {
  const defaults = { label: 'none', depth: 32, limit: 7 };
  expect(sent()).toEqual(defaults);
  expect(sent({ label: undefined, depth: undefined })).toEqual(defaults);
  expect(sent({ label: undefined, depth: 8 })).toEqual({ ...defaults, depth: 8 });
});

test('an explicit undefined clears an Optional that has a default', () => {
  expect(sent({ limit: undefined })).toEqual({ label: 'none', depth: 32, limit: null });
});

test('a misspelled name is refused, whatever its value, and the error lists the known names', () => {
  const message = "test_dev has no parameter 'dept'; it has label, depth, limit";
  for (const value of [8, undefined])
    expect(() => encodeParams(type, { dept: value } as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message }),
    );
});

test.each([5, true, 'deep', [], () => 5])('parameters that are no object are refused: %p', (given) => {
  expect(() => encodeParams(type, given as never)).toThrow(
    expect.objectContaining({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('params of test_dev is an object, not '),
    }),
  );
});
