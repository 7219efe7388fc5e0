import { describe, expect, test } from '@jest/globals';
import { parseDemoOptions } from '../../src/demo/options.js';

describe('parseDemoOptions', () => {
  test('stores the Node binary by default', () => {
    expect(parseDemoOptions([], {})).toEqual({ path: process.execPath, json: false });
  });

  test('takes a file and --json in any order', () => {
    expect(parseDemoOptions(['--json', '/tmp/a'], {})).toEqual({ path: '/tmp/a', json: true });
    expect(parseDemoOptions(['/tmp/a', '--json'], {})).toEqual({ path: '/tmp/a', json: true });
  });

  test("resolves a file against the user's directory, which npm has left", () => {
    const env = { npm_lifecycle_event: 'demo', INIT_CWD: '/home/user' };
    expect(parseDemoOptions(['a.bin'], env)).toEqual({ path: '/home/user/a.bin', json: false });
    expect(parseDemoOptions(['a.bin'], { INIT_CWD: '/home/user' })).toEqual({
      path: `${process.cwd()}/a.bin`,
      json: false,
    });
  });

  test('refuses unknown options', () => {
    expect(() => parseDemoOptions(['--fast'], {})).toThrow('--fast');
    expect(() => parseDemoOptions(['a', 'b'], {})).toThrow('one FILE, not 2');
  });

  test('accepts --help', () => expect(parseDemoOptions(['-h'], {})).toBe('help'));
});
