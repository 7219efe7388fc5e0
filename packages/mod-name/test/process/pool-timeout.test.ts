import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '@chimaera/core';
import { createScratchPool, writeScratchModule } from '../support/scratch-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, until, within } from '../support/wait.js';

/** Long enough for what is to succeed on a busy machine. */
const LIMIT_MS = 1000;

// `create` and `destroy` do what the file `faults` says, and note in the file `book` what has happened.
const BEFORE = `
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
`;
const body = (directory: string): string => `
  async life(method, rctx) {
    const note = (text) => appendFileSync(${JSON.stringify(join(directory, 'book'))}, method + ' ' + text + '\\n');
    const fault = readFileSync(${JSON.stringify(join(directory, 'faults'))}, 'utf8');
    rctx.signal.addEventListener('abort', () => note('aborted by ' + rctx.signal.reason.code));
    if (fault === method + ' never') await new Promise(() => undefined);
    if (fault === method + ' late') await sleep(${2 * LIMIT_MS});
    note('ends');
  }

  async create(task, rctx) {
    await super.create(task, rctx);
    await this.life('create', rctx);
  }

  async destroy(task, rctx) {
    await this.life('destroy', rctx);
  }
`;

let runtime: ScratchRuntime;
let directory: string;
let chi: Connection;
beforeAll(async () => {
  runtime = await ScratchRuntime.start({
    runtime: { poolTimeoutMs: LIMIT_MS },
    prepare: (root) => {
      directory = root;
      return { CHI_REPO_PATH: writeScratchModule(root, 'slow', body(root), BEFORE) };
    },
  });
  chi = await runtime.connect();
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

function begin(fault: string): void {
  writeFileSync(join(directory, 'faults'), fault);
  writeFileSync(join(directory, 'book'), '');
}

const book = (): string[] => readFileSync(join(directory, 'book'), 'utf8').trim().split('\n');

test.each(['never', 'late'])(
  'a create that ends %s fails at the limit, and its name is free',
  async (when) => {
    begin(`create ${when}`);
    const [error, shared] = await within(
      Promise.all([
        failureOf(createScratchPool(chi, 'slow', 2)),
        failureOf(createScratchPool(chi, 'slow', 2)),
      ]),
      'the limit',
    );
    expect(error).toMatchObject({
      code: 'CREATE_FAILED',
      message: expect.stringMatching(
        /create of container 0 of pool slow has not ended within 1 s; .*runtime\.pool_timeout_ms/,
      ),
    });
    expect(shared).toMatchObject({ code: 'CREATE_FAILED' });
    const events = ['create aborted by CREATE_FAILED', 'create aborted by CREATE_FAILED'];
    // What was made too late is released.
    if (when === 'late') events.push('create ends', 'create ends', 'destroy ends', 'destroy ends');
    await until(() => book().length === events.length, 'what the containers do');
    expect(book().sort()).toEqual(events.sort());

    begin('');
    const pool = await createScratchPool(chi, 'slow');
    expect(await pool.custom({ data: 'x', operationId: 1 })).toMatchObject({ returnCode: 0 });
    await chi.admin.destroyPool({ targetPoolId: pool.poolId });
    expect(book()).toEqual(['create ends', 'destroy ends']);
  },
);

test('a destroy that never ends fails at the limit, and the pool is gone', async () => {
  begin('destroy never');
  const { poolId } = await createScratchPool(chi, 'slow');
  const error = await within(failureOf(chi.admin.destroyPool({ targetPoolId: poolId })), 'the limit');
  expect(error).toMatchObject({
    code: 'DESTROY_FAILED',
    message: expect.stringMatching(
      /is gone, but its destroy failed: destroy of container 0 of pool slow has not ended within 1 s; /,
    ),
  });
  begin('');
  const again = await within(createScratchPool(chi, 'slow'), 'a pool of the same name');
  await chi.admin.destroyPool({ targetPoolId: again.poolId });
});
