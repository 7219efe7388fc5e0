// A shared lock between real threads.
import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { LockTable } from '../../../src/sync/lock-table.js';
import { runCompiledThread } from '../support/compiled-thread.js';

export interface LockThreadInput {
  readonly worker: number;
  readonly workers: number;
  /** How often each thread raises the counter. */
  readonly rounds: number;
  readonly table: SharedArrayBuffer;
  readonly channel: string;
  readonly shared: SharedArrayBuffer;
}

const WORKERS = 3;
const ROUNDS = 1000;

test('tasks on three threads increment a counter that only the lock protects', async () => {
  const input = {
    workers: WORKERS,
    rounds: ROUNDS,
    table: LockTable.allocate(),
    channel: randomUUID(),
    shared: new SharedArrayBuffer(12),
  };
  const threads = Array.from({ length: WORKERS }, (_, worker) =>
    runCompiledThread<{ sent: number }>('sync/lock-thread.ts', {
      ...input,
      worker,
    } satisfies LockThreadInput),
  );
  const results = await Promise.all(threads);
  expect(new Int32Array(input.shared)[0]).toBe(WORKERS * ROUNDS);
  expect(Math.max(...results.map(({ sent }) => sent))).toBeGreaterThan(0);
  const { words } = new LockTable(input.table);
  expect(words.every((word) => word === 0)).toBe(true);
});
