import { expect, test } from '@jest/globals';
import { accepts } from '../../../src/doors/accepts.js';

test.each([
  ['0.1.0', '0.1.0', true],
  ['0.1.0', '0.1.7', true],
  ['0.2.0', '0.1.0', false],
  ['0.1.0', '0.2.0', false],
  ['1.0.0', '0.1.0', false],
  ['1.3.0', '1.2.9', true],
  ['1.2.0', '1.3.0', false],
  ['2.0.0', '1.9.0', false],
  ['1.2.0-rc.1', '1.2.0-rc.1', true],
  ['1.2.0', '1.2.0-rc.1', false],
  ['1.2.0+build.7', '1.2.0', true],
  ['workspace', 'workspace', true],
  ['workspace', '1.0.0', false],
])('a runtime of %s and a module made with %s', (runtime, module, isFine) => {
  expect(accepts(runtime, module)).toBe(isFine);
});
