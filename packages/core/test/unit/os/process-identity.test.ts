import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import {
  isAlive,
  isDying,
  parseProcessStat,
  processStartTime,
  selfIdentity,
} from '../../../src/os/process-identity.js';
import { shmScratch } from './shm-scratch.js';

const scratch = shmScratch();

test('this process has a start time and is alive', () => {
  const self = selfIdentity();
  expect(self.pid).toBe(process.pid);
  expect(self.startTime).toMatch(/^\d+$/);
  expect(isAlive(self.pid, self.startTime)).toBe(true);
  expect(isDying(self)).toBe(false);
});

test('the same pid with another start time is another process', () => {
  expect(isAlive(process.pid, '1')).toBe(false);
});

test.each([0, -1, 1.5, NaN, 2 ** 31, 4_194_304])('there is no process %p', (pid) => {
  expect(processStartTime(pid)).toBeNull();
  expect(isAlive(pid, '1')).toBe(false);
});

test('counts fields after the last parenthesis of the name', () => {
  const rest = 'S 1 2 3 4 5 256 7 8 9 10 11 12 13 14 15 16 17 18 777 20 21';
  for (const name of ['node', 'a b', 'x) R 1 2', ') (', '']) {
    const stat = { state: 'S', parent: 1, threads: 17, startTime: '777', isLeaving: false };
    expect(parseProcessStat(`42 (${name}) ${rest}`)).toEqual(stat);
  }
  expect(parseProcessStat('42 (node) S 1 2')).toBeNull();
  expect(parseProcessStat('')).toBeNull();
});

test.each([
  ['nothing is the matter with it', 'S', 0x400000, 2, false],
  ['its first thread has ended', 'Z', 0x400000, 0, true],
  ['it exits', 'D', 0x400004, 0, true],
  ['it has been killed and has not noticed', 'R', 0x400000, 256, true],
])('tells whether a process is exiting: %s', (_what, state, flags, pending, isLeaving) => {
  const line = `42 (node) ${state} 1 2 3 4 5 ${flags} 7 8 9 10 11 12 13 14 15 16 17 18 777 20 21 22 23 24 25 26 27 ${pending} 29`;
  expect(parseProcessStat(line)).toMatchObject({ startTime: '777', isLeaving });
});

test('recognises a process with an awkward name, and its death', async () => {
  const program = join(scratch, 'x) Z 1 (y');
  writeFileSync(program, '#!/bin/sh\nread line\n', { mode: 0o700 });
  const child = spawn(program, { stdio: ['pipe', 'ignore', 'inherit'] });
  await once(child, 'spawn');
  const pid = child.pid!;
  // between fork and exec the name is still that of the parent
  while (!readFileSync(`/proc/${pid}/stat`, 'latin1').includes('Z 1')) await new Promise(setImmediate);
  const startTime = processStartTime(pid)!;
  expect(isAlive(pid, startTime)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(pid, startTime)).toBe(false);
});

test('a zombie counts as dead', async () => {
  // The shell starts a child and becomes a program that never waits for it. The child lives until then: a shell would.
  const shell = spawn('sh', ['-c', '(read line <&3) & echo $!; exec sleep 60 3<&-'], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [output] = (await once(shell.stdout!, 'data')) as [Buffer];
  const pid = Number(output.toString());
  try {
    while (!readFileSync(`/proc/${shell.pid}/comm`, 'latin1').startsWith('sleep'))
      await new Promise(setImmediate);
    expect(isAlive(pid, processStartTime(pid)!)).toBe(true);
    (shell.stdio[3] as Writable).end('go on\n');
    let stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    while (parseProcessStat(stat)?.state !== 'Z') {
      await new Promise(setImmediate);
      stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    }
    expect(isAlive(pid, parseProcessStat(stat)!.startTime)).toBe(false);
  } finally {
    shell.kill('SIGKILL');
  }
});

test('a process is alive while one of its threads is, even when the first has ended', async () => {
  const exitOfThread = { x64: 60, arm64: 93 }[process.arch as 'x64' | 'arm64'];
  const script = `
    const { load } = require(${JSON.stringify(createRequire(import.meta.url).resolve('koffi'))});
    const syscall = load('libc.so.6').func('long syscall(long, long)');
    process.stdout.write(String(process.pid), () => syscall(${exitOfThread}, 0));`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = (await once(child.stdout!, 'data')) as [Buffer];
  const pid = Number(output.toString());
  const stat = () => parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'latin1'))!;
  while (stat().state !== 'Z') await new Promise(setImmediate);
  const { threads, startTime } = stat();
  expect(threads).toBeGreaterThan(1);
  expect(isAlive(pid, startTime)).toBe(true);
  expect(isDying({ pid, startTime })).toBe(true);
  expect(isDying({ pid, startTime: '1' })).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(pid, startTime)).toBe(false);
  expect(isDying({ pid, startTime })).toBe(false);
});
