import { expect, test } from '@jest/globals';
import { errnoName, systemError } from '../../../../src/os/libc/system-error.js';

test('system errors carry their names', () => {
  expect(errnoName(28)).toBe('ENOSPC');
  expect(errnoName(0)).toBe('errno 0');
  expect(systemError('mmap', 12, '/x').message).toBe('mmap failed with ENOMEM: /x');
});
