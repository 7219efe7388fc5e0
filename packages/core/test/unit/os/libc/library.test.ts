import { expect, test } from '@jest/globals';
import { checkPlatform } from '../../../../src/os/libc/library.js';

test('Linux on x64 and arm64 is supported', () => {
  checkPlatform('linux', 'x64');
  checkPlatform('linux', 'arm64');
});

test.each([
  ['darwin', 'arm64', 'darwin'],
  ['win32', 'x64', 'win32'],
  ['linux', 'riscv64', 'riscv64'],
])('refuses %s on %s by name', (platform, arch, named) => {
  expect(() => checkPlatform(platform, arch)).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED_PLATFORM', message: expect.stringContaining(named) }),
  );
});
