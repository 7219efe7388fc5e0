import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';
import { createLogger, isDebugEnvironment } from '../../src/log.js';

const directory = mkdtempSync(join(tmpdir(), 'chimaera-log-'));
afterAll(() => rmSync(directory, { recursive: true }));
let counter = 0;
const freshFile = () => join(directory, `${counter++}.log`);

test('a line has time, level, component and message', () => {
  const file = freshFile();
  const log = createLogger({ file, component: 'control', env: {} });
  log.info('ready');
  log.child('worker 0').warn('slow');
  const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
  expect(readFileSync(file, 'utf8')).toMatch(
    new RegExp(`^${time} INFO  control ready\n${time} WARN  worker 0 slow\n$`),
  );
});

test('omits messages below the chosen level', () => {
  const file = freshFile();
  const log = createLogger({ level: 'warn', file, component: 'x', env: {} });
  log.error('e');
  log.warn('w');
  log.info('i');
  log.debug('d');
  expect(log.debugEnabled).toBe(false);
  expect(readFileSync(file, 'utf8').match(/x .$/gm)).toEqual(['x e', 'x w']);
});

test('CHI_DEBUG enables debug lines at any level', () => {
  const file = freshFile();
  const log = createLogger({ level: 'error', file, component: 'x', env: { CHI_DEBUG: '1' } });
  expect(log.debugEnabled).toBe(true);
  expect(log.child('y').debugEnabled).toBe(true);
  log.debug('d');
  expect(readFileSync(file, 'utf8')).toContain('DEBUG x d');
});

test.each([
  [undefined, false],
  ['', false],
  ['0', false],
  ['False', false],
  ['off', false],
  ['1', true],
  ['yes', true],
  ['routing', true],
])('CHI_DEBUG=%p: %p', (value, expected) => {
  expect(isDebugEnvironment({ CHI_DEBUG: value })).toBe(expected);
});

test('a message cannot forge a line, and a cause adds its stack', () => {
  const file = freshFile();
  const log = createLogger({ file, component: 'x', env: {} });
  log.error('one\ntwo', new Error('why'));
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines[1]).toBe('  two: Error: why');
  expect(lines.slice(1).every((line) => line.startsWith('  '))).toBe(true);
  expect(lines[2]).toContain('at ');
});

test('appends to an existing file, from several loggers as well', () => {
  const file = freshFile();
  for (const message of ['a', 'b']) createLogger({ file, component: 'x', env: {} }).info(message);
  expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2);
});

test('escapes control characters of a message', () => {
  const file = freshFile();
  createLogger({ file, component: 'pool\u001b[2J\n', env: {} }).info('a\u0007b\u202ec\u009b2K\td\ne');
  expect(readFileSync(file, 'utf8')).toMatch(/pool\\u001b\[2J\\n a\\u0007b\\u202ec\\u009b2K\td\n {2}e\n$/);
});

test('ignores a full device and a cause that cannot be shown', () => {
  const log = createLogger({ file: '/dev/full', component: 'x', env: {} });
  log.error('lost');
  const awkward = {
    toString(): string {
      throw new Error('no');
    },
  };
  createLogger({ file: freshFile(), component: 'x', env: {} }).error('m', awkward);
});

test('writes to stderr without a file or when it cannot be opened', () => {
  // stderr belongs to the process, so this needs another one, which runs the logger's source with its types stripped
  const source = readFileSync(join(import.meta.dirname, '../../src/log.ts'), 'utf8');
  const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
  const script = `${code}
    createLogger({ component: 'a', env: {} }).info('to stderr');
    createLogger({ component: 'b', env: {}, file: '/nowhere/x.log' }).info('also');`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const output = child.stderr;
  expect(output).toMatch(
    /INFO {2}a to stderr\nThe log \/nowhere\/x\.log cannot be opened .*\n.*INFO {2}b also\n$/,
  );
});
