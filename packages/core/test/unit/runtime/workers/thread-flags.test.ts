import { expect, test } from '@jest/globals';
import { threadFlags } from '../../../../src/runtime/workers/thread-flags.js';

test.each([
  [['--input-type=module', '-e', 'code'], []],
  [
    ['--input-type', 'module', '--import', 'x', '--eval=code'],
    ['--import', 'x'],
  ],
  [
    ['-r', 'x', '--watch', '--enable-source-maps', '-p', 'code'],
    ['-r', 'x', '--enable-source-maps'],
  ],
])('threads inherit %p as %p', (flags, kept) => {
  expect(threadFlags(flags)).toEqual(kept);
});
