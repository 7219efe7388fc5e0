import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { createRuntimeDirectory, runtimeDirectory } from '../../../src/config/runtime-dir.js';
import { userId } from '../../../src/os/private-directory.js';

const scratch = mkdtempSync(join(tmpdir(), 'chimaera-dir-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const mode = (path: string) => statSync(path).mode & 0o777;

test('--dir, then CHI_RUNTIME_DIR, then XDG_RUNTIME_DIR, then /tmp', () => {
  const env = { CHI_RUNTIME_DIR: '/b', XDG_RUNTIME_DIR: '/run/user/7' };
  expect(runtimeDirectory('a', env)).toBe(resolve('a'));
  expect(runtimeDirectory(undefined, env)).toBe('/b');
  expect(runtimeDirectory('', { ...env, CHI_RUNTIME_DIR: '' })).toBe(
    `/run/user/7/chimaera-${userId()}/default`,
  );
  expect(runtimeDirectory(undefined, {})).toBe(`/tmp/chimaera-${userId()}/default`);
});

test('the default place is created private, and refused when others can enter it', () => {
  const env = { XDG_RUNTIME_DIR: scratch };
  const directory = runtimeDirectory(undefined, env);
  createRuntimeDirectory(directory, env);
  createRuntimeDirectory(directory, env);
  const parent = join(directory, '..');
  expect([mode(directory), mode(parent)]).toEqual([0o700, 0o700]);
  chmodSync(parent, 0o777);
  expect(() => createRuntimeDirectory(directory, env)).toThrow(
    expect.objectContaining({ code: 'UNSAFE_DIRECTORY' }),
  );
});

test('a default place that XDG_RUNTIME_DIR has wrong is named, with the way out', () => {
  const env = { XDG_RUNTIME_DIR: join(scratch, 'of-another-session') };
  expect(() => createRuntimeDirectory(runtimeDirectory(undefined, env), env)).toThrow(
    expect.objectContaining({
      code: 'SYSTEM_ERROR',
      message: expect.stringMatching(/in XDG_RUNTIME_DIR: ENOENT: .*unset XDG_RUNTIME_DIR.*CHI_RUNTIME_DIR/),
    }),
  );
});

test('a chosen place is created with its parents, or taken as it is', () => {
  const chosen = join(scratch, 'x', 'y');
  createRuntimeDirectory(chosen, {});
  expect(mode(chosen)).toBe(0o700);
  const existing = join(scratch, 'z');
  mkdirSync(existing);
  chmodSync(existing, 0o755);
  createRuntimeDirectory(existing, {});
  expect(mode(existing)).toBe(0o755);
});

test.each(['/proc/x/y', '/dev/null', '/dev/null/x'])(
  'a place where none can be is an error at once: %s',
  (place) => {
    expect(() => createRuntimeDirectory(place, {})).toThrow(
      expect.objectContaining({ code: 'SYSTEM_ERROR', message: expect.stringContaining('--dir') }),
    );
  },
);
