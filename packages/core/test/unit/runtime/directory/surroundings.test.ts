import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkSurroundings } from '../../../../src/runtime/directory/surroundings.js';

test.each([0, 0o022, 0o077])('accepts a umask that leaves the owner all rights: %d', (umask) => {
  expect(() => checkSurroundings(umask, 1000)).not.toThrow();
});

test.each([
  [0o777, '0777'],
  [0o400, '0400'],
  [0o100, '0100'],
])('names a umask of %d and the remedy', (umask, octal) => {
  expect(() => checkSurroundings(umask, 1000)).toThrow(
    expect.objectContaining({
      code: 'RUNTIME_START_FAILED',
      message: expect.stringMatching(`umask ${octal} .*: umask 077$`),
    }),
  );
  expect(() => checkSurroundings(umask, 0)).not.toThrow(); // rights are nothing to root
});

test('reports a removed working directory as such', () => {
  const before = process.cwd();
  const gone = mkdtempSync(join(tmpdir(), 'chi-gone-'));
  process.chdir(gone);
  try {
    rmdirSync(gone);
    expect(() => checkSurroundings()).toThrow(/working directory of this process was removed/);
  } finally {
    process.chdir(before);
  }
});
