import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PoolQuery } from '@chimaera/core';
import type { Client } from '@chimaera/mod-name';
import { createProbe, writeProbeModule } from '../support/probe-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { until, within } from '../support/wait.js';

/** A broadcast ends, whatever happens to the containers that should answer (design D9). */
describe('a broadcast and deaths', () => {
  const root = mkdtempSync(join(tmpdir(), 'chi-probe-'));
  const repoPath = process.env['CHI_REPO_PATH'];
  let runtime: ScratchRuntime;
  let probe: Client;

  beforeAll(async () => {
    process.env['CHI_REPO_PATH'] = writeProbeModule(root);
    runtime = await ScratchRuntime.start({ workers: 2 });
    probe = await createProbe(await runtime.connect(), 2);
  }, 40_000);

  afterAll(async () => {
    if (repoPath === undefined) delete process.env['CHI_REPO_PATH'];
    else process.env['CHI_REPO_PATH'] = repoPath;
    rmSync(root, { recursive: true, force: true });
    await runtime.stop();
  }, 40_000);

  const all = { query: PoolQuery.broadcast() };
  const long = { testId: 1, holdMs: 60_000 };

  test('one worker dies: the others still answer, and the handle names the one that did not', async () => {
    using handle = probe.asyncCoMutexTest(long, all);
    // It may die before its answer is read.
    await probe
      .custom({ data: 'die', operationId: 0 }, { query: PoolQuery.directId(1) })
      .catch(() => undefined);
    await until(() => runtime.log().includes('outside of any method'), 'the death of the worker');
    expect(handle.isComplete).toBe(false);
    handle.stop();
    await within(handle.wait(), 'the handle');
    expect(handle.errorCode).toBe('PARTIAL_FAILURE');
    expect(handle.replicas).toMatchObject([
      { containerId: 0, error: { code: 'CANCELLED' } },
      { containerId: 1, error: { code: 'WORKER_DIED' } },
    ]);
  });

  test('the runtime is killed: every form ends with an error', async () => {
    await until(async () => {
      try {
        await probe.custom({ data: 'x', operationId: 0 }, { ...all, timeoutMs: 1000 });
        return true;
      } catch {
        return false;
      }
    }, 'the container is there again');
    using handle = probe.asyncCoMutexTest(long, all);
    const promise = probe.coMutexTest(long, all).catch((error: unknown) => error);
    process.kill(runtime.pid, 'SIGKILL');
    expect(() => probe.coMutexTestSync(long, all)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/PARTIAL_FAILURE|RUNTIME_GONE/) }),
    );
    await within(handle.wait(), 'the handle');
    const gone = { error: { code: 'RUNTIME_GONE' } };
    expect(handle.replicas).toMatchObject([gone, gone]);
    expect(await within(promise, 'the promise')).toMatchObject({
      code: 'PARTIAL_FAILURE',
      replicas: [gone, gone],
    });
  });
});
