import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chimaera, outcomeOf } from './cli.js';

// If the system refuses a place, the message names the path, the reason and the remedy.
const launcher = fileURLToPath(new URL('../../bin/chimaera.js', import.meta.url));
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'chi-places-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs a shell script with a separate disk, which has a directory `rt`, mounted on `at`. */
const withDisk = (at: string, script: string): string[] => [
  '--mount',
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  'sh',
  '-c',
  `mount -t tmpfs -o size=16k tmpfs '${at}' && mkdir '${at}/rt' && ${script}`,
];
const isPossible = spawnSync('unshare', withDisk('/mnt', 'true')).status === 0;

/** The message with which each command line fails on that disk, prepared by `make`; and what it has left there. */
async function failuresOn(make: string, ...commands: string[]): Promise<string[]> {
  const at = join(root, 'disk');
  mkdirSync(at, { recursive: true });
  const tries = commands.map((words) => `'${process.execPath}' '${launcher}' ${words}`).join('; ');
  const script = `cd '${at}' && ${make}; ${tries}; ls -A '${at}'`;
  const { stdout, stderr } = await outcomeOf(
    spawn('unshare', withDisk(at, script), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, HOME: '/nonexistent' },
    }),
  );
  expect(stdout.split('\n').filter((name) => !['fill', 'rt', ''].includes(name))).toEqual([]);
  return stderr
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(at, 'DISK'));
}

(isPossible ? describe : describe.skip)('a disk', () => {
  const commands = ['runtime start --dir rt', 'runtime start --dir new', 'repo new shop --namespace mine'];

  test('that is read-only', async () => {
    const [start, startNew, repo] = await failuresOn('mount -o remount,ro .', ...commands);
    expect(start).toMatch(
      /^chimaera: RUNTIME_START_FAILED: the log file DISK\/rt\/chimaera\.log cannot be opened: EROFS.*--dir/,
    );
    expect(startNew).toMatch(
      /^chimaera: SYSTEM_ERROR: the directory of the runtime cannot be created: EROFS.*'DISK\/new'.*--dir/,
    );
    expect(repo).toMatch(
      /^chimaera: SYSTEM_ERROR: DISK\/shop\/\S+ cannot be written, and nothing was: EROFS.*; the file system is read-only/,
    );
  });

  test('that is full', async () => {
    const fill = 'head -c 100000 /dev/zero > fill 2> /dev/null';
    const [start, repo] = await failuresOn(fill, commands[0]!, commands[2]!);
    expect(start).toMatch(
      /^chimaera: RUNTIME_START_FAILED: the runtime in DISK\/rt could not be started: ENOSPC.*there is room.*--dir/,
    );
    expect(repo).toMatch(
      /^chimaera: SYSTEM_ERROR: DISK\/shop\/\S+ cannot be written, and nothing was: ENOSPC.*; make room on that disk$/,
    );
  });
});

describe('a file in place of a directory', () => {
  test.each([
    [['runtime', 'status'], 1, '', /^no runtime is running in FILE\/below\n$/],
    [['runtime', 'stop'], 0, '', /^no runtime is running in FILE\/below\n$/],
    [
      ['monitor', '--once'],
      1,
      /^chimaera: RUNTIME_NOT_RUNNING: no runtime is running in FILE\/below; start one/,
      '',
    ],
    [
      ['runtime', 'start'],
      1,
      /^chimaera: SYSTEM_ERROR: .*ENOTDIR.*'FILE\/below'; choose another one with --dir/,
      '',
    ],
  ] as const)('is refused by the runtime: %j', async (words, code, stderr, stdout) => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const outcome = await chimaera([...words, '--dir', join(file, 'below')]);
    expect(outcome.code).toBe(code);
    for (const [text, expected] of [
      [outcome.stderr, stderr],
      [outcome.stdout, stdout],
    ] as const) {
      if (expected === '') expect(text).toBe('');
      else expect(text.replaceAll(file, 'FILE')).toMatch(expected);
    }
  });

  test('is refused for a repository', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await chimaera(['repo', 'new', join(file, 'below'), '--namespace', 'mine']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^chimaera: SYSTEM_ERROR: .*ENOTDIR.*; a file is in the place of a directory: move it/,
    );
  });
});

test('a removed working directory is reported as such', async () => {
  const place = join(root, 'gone');
  mkdirSync(place);
  const script = `rmdir '${place}'; exec '${process.execPath}' '${launcher}' mod new cache`;
  const child = spawn('sh', ['-c', script], { cwd: place, stdio: ['ignore', 'pipe', 'pipe'] });
  expect(await outcomeOf(child)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'chimaera: SYSTEM_ERROR: this directory no longer exists; change to another one\n',
  });
  expect(readdirSync(root)).not.toContain('gone');
});
