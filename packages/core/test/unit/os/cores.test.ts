import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { afterEach, expect, test } from '@jest/globals';
import { currentCore, leaveCore } from '../../../src/os/cores.js';
import { coreCalls } from '../../../src/os/libc/core-calls.js';

const MASK_BYTES = 128;
const before = new Uint8Array(new ArrayBuffer(MASK_BYTES));
coreCalls().getAffinity(0, MASK_BYTES, before);

afterEach(() => {
  coreCalls().setAffinity(0, MASK_BYTES, before);
});

/** The cores on which the kernel says that this thread may run. */
function allowedCores(): string {
  return /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/thread-self/status', 'utf8'))![1]!;
}

function pinTo(core: number): void {
  const mask = new Uint8Array(new ArrayBuffer(MASK_BYTES));
  mask[core >>> 3] = 1 << (core & 7);
  expect(coreCalls().setAffinity(0, MASK_BYTES, mask)).toBe(0);
}

const whereThereAreTwo = availableParallelism() > 1 ? test : test.skip;

test('a pinned thread is on its core', () => {
  const core = currentCore();
  pinTo(core);
  expect(currentCore()).toBe(core);
});

whereThereAreTwo('whoever leaves a core may afterwards run on the same ones as before', () => {
  const allowed = allowedCores();
  expect(leaveCore(currentCore())).toBe(true);
  expect(allowedCores()).toBe(allowed);
});

test('a thread restricted to one core stays there and cannot be unpinned', () => {
  const core = currentCore();
  pinTo(core);
  expect(leaveCore(core)).toBe(false);
  expect([currentCore(), allowedCores()]).toEqual([core, String(core)]);
});

test.each([-1, 1024, 2 ** 31])('a number that is no core, %d, does not move the thread', (core) => {
  const allowed = allowedCores();
  expect(leaveCore(core)).toBe(false);
  expect(allowedCores()).toBe(allowed);
});
