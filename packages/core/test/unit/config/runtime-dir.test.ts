import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { createRuntimeDirectory, runtimeDirectory } from '../../../src/config/runtime-dir.js';
import { userId } from '../../../src/os/private-directory.js';

const scratch = mkdtempSync(join(tmpdir(), 'chimaera-dir-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const mode = (path: string) => statSync(path).mode & 0o777;

test('prefers --dir, then CHI_RUNTIME_DIR, then XDG_RUNTIME_DIR, then /tmp', () => {
  const env = { CHI_RUNTIME_DIR: '/b', XDG_RUNTIME_DIR: '/run/user/7' };
  expect(runtimeDirectory('a', env)).toBe(resolve('a'));
  expect(runtimeDirectory(undefined, env)).toBe('/b');
  expect(runtimeDirectory('', { ...env, CHI_RUNTIME_DIR: '' })).toBe(
    `/run/user/7/chimaera-${userId()}/default`,
  );
  expect(runtimeDirectory(undefined, {})).toBe(`/tmp/chimaera-${userId()}/default`);
});

test('creates the default directory private, and refuses it when others can enter it', () => {
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

test('names an invalid XDG_RUNTIME_DIR and the remedy', () => {
  const env = { XDG_RUNTIME_DIR: join(scratch, 'of-another-session') };
  expect(() => createRuntimeDirectory(runtimeDirectory(undefined, env), env)).toThrow(
    expect.objectContaining({
      code: 'SYSTEM_ERROR',
      message: expect.stringMatching(/in XDG_RUNTIME_DIR: ENOENT: .*unset XDG_RUNTIME_DIR.*CHI_RUNTIME_DIR/),
    }),
  );
});

test('creates a chosen directory with its parents, or takes an existing one as it is', () => {
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
  'a directory that cannot be created is an error at once: %s',
  (place) => {
    expect(() => createRuntimeDirectory(place, {})).toThrow(
      expect.objectContaining({ code: 'SYSTEM_ERROR', message: expect.stringContaining('--dir') }),
    );
  },
);
