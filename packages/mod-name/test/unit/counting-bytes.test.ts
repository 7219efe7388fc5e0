import { expect, test } from '@jest/globals';
import { countingBytes } from '../../src/counting-bytes.js';

test.each([0, 1, 255, 256, 257, 512, 1000, 65_536, 100_001])('counts %i bytes modulo 256', (size) => {
  const bytes = countingBytes(size);
  expect(bytes).toHaveLength(size);
  expect(bytes.findIndex((byte, i) => byte !== i % 256)).toBe(-1);
});
