import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { identityOf, isDying } from '../../../../src/os/process-identity.js';
import { lockHolder } from '../../../../src/runtime/directory/lock-file.js';
import {
  CLEARING_LOCK,
  clearIfDead,
  LOCK_FILE,
  takeRuntimeLock,
} from '../../../../src/runtime/directory/runtime-lock.js';
import { scratchDir } from '../fixture.js';

let directory: string;
const at = (name: string): string => join(directory, name);
const make = (): void => void mkdirSync(directory, { recursive: true, mode: 0o700 });
beforeEach(() => {
  directory = join(scratchDir(), 'of a runtime');
  make();
  // Of a process that has ended, and what it left.
  const { pid } = spawnSync('true');
  writeFileSync(at(LOCK_FILE), `${pid} 1\n`);
  writeFileSync(at('main'), 'remains');
});

/** Removes everything as a process that clears up does: locks last. */
function clearAll(): void {
  rmSync(at('main'));
  rmSync(at(LOCK_FILE));
  rmSync(at(CLEARING_LOCK));
}

test('removes the remains of a dead runtime once, and nothing of a living one', () => {
  expect(clearIfDead(directory, clearAll)).toBe(true);
  expect(readdirSync(directory)).toEqual([]);
  expect(takeRuntimeLock(directory)).toBeUndefined();
  writeFileSync(at('main'), 'in use');
  expect(clearIfDead(directory, clearAll)).toBe(false);
  expect(readdirSync(directory).sort()).toEqual(['main', LOCK_FILE]);
});

test('a process that cleans up is not taken for the runtime and excludes other cleaners', () => {
  clearIfDead(directory, () => {
    expect(lockHolder(at(LOCK_FILE))).toBeUndefined();
    expect(clearIfDead(directory, clearAll)).toBe(false);
  });
  expect(existsSync(at(CLEARING_LOCK))).toBe(false);
});

test('a failed cleanup is left to other processes', () => {
  const fail = (): void => {
    throw new Error('no');
  };
  expect(() => clearIfDead(directory, fail)).toThrow('no');
  expect(clearIfDead(directory, clearAll)).toBe(true);
});

test.each([
  ['removes the directory', "removeSegmentDirectory(directory, ['runtime.lock', 'clearing.lock'])"],
  [
    'clears the directory',
    "for (const name of ['main', 'runtime.lock', 'clearing.lock']) rmSync(directory + '/' + name)",
  ],
  ['is killed before it has begun', "process.kill(process.pid, 'SIGKILL')"],
])('a starting runtime waits for a process that cleans up and then %s', async (_what, clear) => {
  const dist = (file: string): string =>
    JSON.stringify(new URL(`../../../../dist/${file}`, import.meta.url).href);
  const script = `
    import { rmSync, writeSync } from 'node:fs';
    import { removeSegmentDirectory } from ${dist('os/shm-directory.js')};
    import { clearIfDead } from ${dist('runtime/directory/runtime-lock.js')};
    const directory = ${JSON.stringify(directory)};
    clearIfDead(directory, () => {
      writeSync(1, 'clearing');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      ${clear};
    });`;
  const peer = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(peer.stdout, 'data');
  expect(takeRuntimeLock(directory, make)).toBeUndefined();
  expect(lockHolder(at(LOCK_FILE))?.pid).toBe(process.pid);
  // It does not touch what is the new one's.
  writeFileSync(at('main'), 'new');
  await once(peer, 'exit');
  expect(readdirSync(directory)).toEqual(expect.arrayContaining(['main', LOCK_FILE]));
});

test('a starting runtime waits for a dying one', async () => {
  // Its first thread has ended, as after a kill; the others live until then.
  const exitOfThread = { x64: 60, arm64: 93 }[process.arch as 'x64' | 'arm64'];
  const script = `
    const { load } = require(${JSON.stringify(createRequire(import.meta.url).resolve('koffi'))});
    const syscall = load('libc.so.6').func('long syscall(long, long)');
    process.stdout.write(' ', () => syscall(${exitOfThread}, 0));`;
  const dying = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(dying.stdout, 'data');
  const holder = identityOf(dying.pid!);
  while (!isDying(holder)) await new Promise(setImmediate);
  writeFileSync(at(LOCK_FILE), `${holder.pid} ${holder.startTime}\n`);
  expect(lockHolder(at(LOCK_FILE))).toEqual(holder);
  spawn('sh', ['-c', `sleep 0.1; kill -9 ${dying.pid}`]);
  expect(takeRuntimeLock(directory, make)).toBeUndefined();
  expect(lockHolder(at(LOCK_FILE))?.pid).toBe(process.pid);
});
