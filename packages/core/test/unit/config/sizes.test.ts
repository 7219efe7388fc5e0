import { expect, test } from '@jest/globals';
import { formatSize, parseSize } from '../../../src/config/sizes.js';

test.each([
  ['0', 0],
  ['4096', 4096],
  ['100B', 100],
  ['1k', 1024],
  ['1KB', 1024],
  ['64KiB', 65_536],
  ['64 kib', 65_536],
  [' 10m ', 10 * 2 ** 20],
  ['512MB', 512 * 2 ** 20],
  ['1g', 2 ** 30],
  ['1.5GB', 1.5 * 2 ** 30],
  ['2TiB', 2 ** 41],
  [12, 12],
])('%p is %p bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each([
  '',
  'MB',
  '-1',
  '1 2',
  '1e3',
  '0x10',
  '1.',
  '.5k',
  '0.3B',
  '64QB',
  '1MBs',
  '99999999T',
  -1,
  1.5,
  NaN,
  Infinity,
])('%p is not a size', (text) => {
  expect(() => parseSize(text)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(`'${text}'`) }),
  );
});

test.each([
  [0, '0B'],
  [1023, '1023B'],
  [1536, '1.5KB'],
  [512 * 2 ** 20, '512MB'],
  [1.25 * 2 ** 30, '1.25GB'],
  [2 ** 52, '4096TB'],
])('%p bytes are shown as %p', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
