import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readSmallFile } from '../../../../src/runtime/directory/read-small-file.js';
import { scratchDir } from '../fixture.js';

test('a small file is read whole', () => {
  const path = join(scratchDir(), 'state');
  writeFileSync(path, 'größer als nichts\n');
  expect(readSmallFile(path)).toBe('größer als nichts\n');
});

test('only the start of an endless file is read', () => {
  const path = join(scratchDir(), 'endless');
  symlinkSync('/dev/zero', path);
  expect(readSmallFile(path)).toHaveLength(64 * 1024);
});
