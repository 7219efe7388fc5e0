import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PoolQuery } from '@chimaera/core';
import type { Client } from '@chimaera/mod-name';
import { createProbe, writeProbeModule } from '../support/probe-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { sleep, until, within } from '../support/wait.js';

const WATCHDOG_MS = 100;
const STOPPED_MS = 2000;

/** A method that has not returned for `watchdog_ms` is named in the log (issue 3, "To be seen"). */
describe('the watchdog', () => {
  const root = mkdtempSync(join(tmpdir(), 'chi-probe-'));
  const repoPath = process.env['CHI_REPO_PATH'];
  let runtime: ScratchRuntime;
  let probe: Client;

  beforeAll(async () => {
    process.env['CHI_REPO_PATH'] = writeProbeModule(root);
    runtime = await ScratchRuntime.start({ workers: 2, runtime: { watchdogMs: WATCHDOG_MS } });
    probe = await createProbe(await runtime.connect(), 2);
  }, 40_000);

  afterAll(async () => {
    if (repoPath === undefined) delete process.env['CHI_REPO_PATH'];
    else process.env['CHI_REPO_PATH'] = repoPath;
    rmSync(root, { recursive: true, force: true });
    expect(await runtime.stop()).toEqual([]);
  }, 40_000);

  const complaints = (pattern: RegExp): string[] =>
    runtime
      .log()
      .split('\n')
      .filter((line) => pattern.test(line));

  test('names a method while it blocks its worker, with its pool and duration', async () => {
    const query = PoolQuery.directId(1);
    using task = probe.asyncCustom({ data: 'block 3000', operationId: 0 }, { query });
    const named =
      /WARN +control watchdog: test_probe\.kCustom of pool 'probe' \(\S+\) has not returned for \d+ ms; it blocks worker \d/;
    await until(() => complaints(named).length > 0, 'the complaint');
    expect(task.isComplete).toBe(false);
    await within(task.wait(), 'the end of the method');
    // Again only when the time has doubled: 100, 200, 400, 800, 1600 at most.
    expect(complaints(named).length).toBeLessThan(7);
  });

  test('names a waiting method and its lock', async () => {
    const query = PoolQuery.directId(0);
    using held = probe.asyncCoMutexTest({ testId: 1, holdMs: 60_000 }, { query });
    using waiting = probe.asyncCoMutexTest({ testId: 1, holdMs: 0 }, { query });
    const named =
      /WARN +worker-\d+ watchdog: \S+\.kCoMutexTest of pool 'probe' \(\S+\), container 0, has not returned for \d+ ms; /;
    await until(() => complaints(/watchdog: .*it waits for CoMutex/).length > 0, 'the one that waits');
    await until(() => complaints(/watchdog: .*what it awaits/).length > 0, 'the one that holds');
    for (const line of complaints(/kCoMutexTest/)) expect(line).toMatch(named);
    held.stop();
    await within(waiting.wait(), 'the lock');
  });

  test('reports tasks that wait in the same way in one line', async () => {
    const query = PoolQuery.directId(1);
    const before = complaints(/kCoRwLockTest/).length;
    using held = probe.asyncCoRwLockTest({ testId: 1, isWriter: true, holdMs: 60_000 }, { query });
    const waiting = Array.from({ length: 300 }, () =>
      probe.asyncCoRwLockTest({ testId: 2, isWriter: false, holdMs: 0 }, { query }),
    );
    const together =
      /watchdog: \S+\.kCoRwLockTest .* container 1, has not returned for up to \d+ ms in \d{2,} tasks; it waits for /;
    await until(() => complaints(together).length > 0, 'the complaint');
    expect(complaints(/kCoRwLockTest/).length - before).toBeLessThan(30);
    held.stop();
    await within(Promise.all(waiting.map((task) => task.wait())), 'the lock');
    for (const task of waiting) task.dispose();
  });

  test('does not count the time in which the whole process was stopped', async () => {
    const query = PoolQuery.directId(0);
    const before = complaints(/watchdog/).length;
    using waiting = probe.asyncCoMutexTest({ testId: 3, holdMs: WATCHDOG_MS / 4 }, { query });
    await sleep(10);
    process.kill(runtime.pid, 'SIGSTOP');
    await sleep(STOPPED_MS);
    process.kill(runtime.pid, 'SIGCONT');
    await within(waiting.wait(), 'the end of the method');
    await probe.custom({ data: 'x', operationId: 0 }, { query });
    const told = complaints(/watchdog/).slice(before);
    // On a busy machine a method takes long by itself, but hardly that long.
    expect(told.filter((line) => Number(/returned for (\d+) ms/.exec(line)?.[1]) > STOPPED_MS / 2)).toEqual(
      [],
    );
  });

  test('does not report methods that return', async () => {
    const before = complaints(/watchdog/).length;
    for (let i = 0; i < 200; i++) await probe.waitTest({ depth: 3, testId: 2, currentDepth: 0 });
    expect(complaints(/watchdog: .*kWaitTest/)).toEqual([]);
    expect(complaints(/watchdog: .*kCustom/).length).toBeLessThanOrEqual(before);
  });
});
