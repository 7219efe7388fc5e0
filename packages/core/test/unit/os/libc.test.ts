import { expect, test } from '@jest/globals';
import { checkPlatform, errnoName, systemError } from '../../../src/os/libc.js';

test('Linux on x64 and arm64 is supported', () => {
  checkPlatform('linux', 'x64');
  checkPlatform('linux', 'arm64');
});

test.each([
  ['darwin', 'arm64', 'darwin'],
  ['win32', 'x64', 'win32'],
  ['linux', 'riscv64', 'riscv64'],
])('%s on %s is refused by name', (platform, arch, named) => {
  expect(() => checkPlatform(platform, arch)).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED_PLATFORM', message: expect.stringContaining(named) }),
  );
});

test('errors of the system carry its names', () => {
  expect(errnoName(28)).toBe('ENOSPC');
  expect(errnoName(0)).toBe('errno 0');
  expect(systemError('mmap', 12, '/x').message).toBe('mmap failed with ENOMEM: /x.');
});
