import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import { futexWait, futexWake, yieldProcessor } from '../../../src/os/futex.js';
import { createMappedFile, type MappedMemory } from '../../../src/os/mapped-file.js';
import { freshPath, shmScratch } from './shm-scratch.js';

const scratch = shmScratch();
const SIZE = 4096;
let memory: MappedMemory;
let words: Int32Array;
beforeEach(() => {
  memory = createMappedFile(freshPath(scratch), SIZE);
  words = new Int32Array(memory.buffer);
});

/** The peer process, and what it has written when it ends. */
function startPeer(role: 'wait' | 'wake'): Promise<string> {
  const script = join(import.meta.dirname, 'futex-peer.mjs');
  const child = spawn(process.execPath, [script, memory.path, String(SIZE), role], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return once(child, 'close').then(() => output.trim());
}

test('a changed word prevents sleeping', () => {
  expect(futexWait(memory.address, 1, Infinity)).toBe('changed');
  words[0] = -1;
  expect(futexWait(memory.address, 0, Infinity)).toBe('changed');
});

test.each([-1, 0xffff_ffff])('the expected value may be signed or unsigned (%p)', (expected) => {
  words[0] = -1;
  expect(futexWait(memory.address, expected, 1)).toBe('timeout');
});

test.each([0, 0.5, 20, 1_010])('sleeps for about %p ms', (timeoutMs) => {
  const before = performance.now();
  expect(futexWait(memory.address, 0, timeoutMs)).toBe('timeout');
  expect(performance.now() - before).toBeGreaterThanOrEqual(timeoutMs * 0.99);
});

test('waking without sleepers is not an error', () => {
  expect(futexWake(memory.address, 1)).toBe(0);
});

test('an address that is not mapped is an error, not a crash', () => {
  expect(() => futexWait(8n, 0, 1)).toThrow(
    expect.objectContaining({ code: 'SYSTEM_ERROR', message: expect.stringContaining('EFAULT') }),
  );
});

test('wakes another process', async () => {
  const peer = startPeer('wait');
  while (Atomics.load(words, 1) === 0) await sleep(1);
  const deadline = performance.now() + 5_000;
  while (futexWake(memory.address, 1) === 0 && performance.now() < deadline) await sleep(1);
  expect(await peer).toBe('woken');
});

test('is woken by another process', async () => {
  const peer = startPeer('wake');
  Atomics.store(words, 1, 1);
  while (Atomics.load(words, 0) === 0) {
    expect(futexWait(memory.address, 0, 5_000)).not.toBe('timeout');
  }
  expect(Atomics.load(words, 0)).toBe(1);
  await peer;
});

test('yields the processor', () => {
  for (let i = 0; i < 1000; i++) yieldProcessor();
});
