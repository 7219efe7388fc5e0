import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, PoolQuery } from '@chimaera/core';
import type { Client } from '@chimaera/mod-name';
import { createScratchPool, writeScratchModule } from '../support/scratch-module.js';
import { ScratchRuntime } from '../support/scratch-runtime.js';
import { failureOf, sleep, until, within } from '../support/wait.js';

/** Two on each of the two workers. */
const CONTAINERS = 4;
/** Longer than the time that tasks get when their pool is destroyed. */
const LONG_US = 60_000_000;

// `custom` does what its data says and notes it in a file; `destroy` of a container whose number is in the file
// `faults` fails, or never ends.
const BEFORE = `
import { appendFileSync, readFileSync } from 'node:fs';
`;
const body = (directory: string): string => `
  note(text) {
    appendFileSync(${JSON.stringify(join(directory, 'book'))}, text + ' in ' + this.containerId + '\\n');
  }

  async custom(task, rctx) {
    const [word, us] = task.data.split(' ');
    this.note('begins ' + word);
    try {
      if (word === 'destroy') return await this.chi.admin.destroyPool({ targetPoolId: this.poolId });
      if (word === 'yield') await rctx.yield(Number(us));
    } finally {
      this.note('ends ' + word);
    }
  }

  async destroy() {
    this.note('destroy');
    const faults = readFileSync(${JSON.stringify(join(directory, 'faults'))}, 'utf8').split(',');
    if (faults.includes('never ' + this.containerId)) await new Promise(() => undefined);
    if (faults.includes('fails ' + this.containerId)) throw new Error('container ' + this.containerId);
  }
`;

let runtime: ScratchRuntime;
let directory: string;
let chi: Connection;
let pool: Client;
beforeAll(async () => {
  runtime = await ScratchRuntime.start({
    workers: 2,
    prepare: (root) => {
      directory = root;
      return { CHI_REPO_PATH: writeScratchModule(root, 'ending', body(root), BEFORE) };
    },
  });
  chi = await runtime.connect();
}, 30_000);
afterAll(async () => {
  expect(await runtime.stop()).toEqual([]);
}, 30_000);

beforeEach(async () => {
  writeFileSync(join(directory, 'book'), '');
  writeFileSync(join(directory, 'faults'), '');
  pool = await createScratchPool(chi, 'ending', CONTAINERS);
});

const notes = (): string[] => readFileSync(join(directory, 'book'), 'utf8').split('\n').slice(0, -1);
const say = (data: string, query = PoolQuery.directId(0)): Promise<unknown> =>
  pool.custom({ data, operationId: 1 }, { query });
const destroy = (): Promise<unknown> => chi.admin.destroyPool({ targetPoolId: pool.poolId });

test('running tasks finish before destroy runs', async () => {
  const running = Array.from({ length: 20 }, (_, i) =>
    say('yield 500000', PoolQuery.directId(i % CONTAINERS)),
  );
  const begun = (): number => notes().filter((note) => note.startsWith('begins')).length;
  await until(() => begun() === running.length, 'all of them under way');
  const destroyed = destroy();
  expect(await within(Promise.all(running), 'the end of the tasks')).toHaveLength(20);
  await within(destroyed, 'the end of the pool');
  const book = notes();
  for (let i = 0; i < CONTAINERS; i++) {
    const own = book.filter((note) => note.endsWith(` in ${i}`));
    expect(own.slice(-1)).toEqual([`destroy in ${i}`]);
  }
  expect(await failureOf(say('anything'))).toMatchObject({ code: 'POOL_NOT_FOUND' });
});

test('periodic tasks of a pool fail when it is destroyed', async () => {
  using waiting = pool.asyncCustom({ data: 'tick', operationId: 1 }, { periodMs: 60_000 });
  using often = pool.asyncCustom({ data: 'tock', operationId: 2 }, { periodMs: 1 });
  await until(() => notes().filter((note) => note.startsWith('ends tock')).length > 2, 'some runs');
  await within(destroy(), 'the end of the pool');
  await within(Promise.all([waiting.wait(), often.wait()]), 'the end of the periodic tasks');
  for (const { errorCode, errorMessage } of [waiting, often])
    expect([errorCode, errorMessage]).toEqual(['POOL_NOT_FOUND', expect.stringContaining('was destroyed')]);
  const then = notes().length;
  await sleep(50);
  expect(notes()).toHaveLength(then);
});

test('a method may destroy its own pool', async () => {
  expect(await within(say('destroy'), 'its end', 2000)).toMatchObject({ returnCode: 0 });
  expect(notes().filter((note) => note.startsWith('destroy'))).toHaveLength(CONTAINERS);
});

test('tasks that do not end in time are asked to stop', async () => {
  const long = say(`yield ${LONG_US}`);
  await until(() => notes().length === 1, 'the task under way');
  const [error] = await within(Promise.all([failureOf(long), destroy()]), 'the end of both', 10_000);
  expect(error).toMatchObject({ code: 'POOL_NOT_FOUND', message: expect.stringContaining('was destroyed') });
  expect(notes().filter((note) => note.endsWith('in 0'))).toEqual([
    'begins yield in 0',
    'ends yield in 0',
    'destroy in 0',
  ]);
}, 20_000);

test('a failing destroy is reported and does not keep the others from running', async () => {
  writeFileSync(join(directory, 'faults'), 'fails 0,fails 1');
  expect(await failureOf(within(destroy(), 'the end of the pool'))).toMatchObject({
    code: 'DESTROY_FAILED',
    message: expect.stringContaining('container'),
  });
  expect(notes().filter((note) => note.startsWith('destroy'))).toHaveLength(CONTAINERS);
});

test('when the runtime stops, an endless destroy does not keep the others from running', async () => {
  const other = await ScratchRuntime.start({
    workers: 1,
    prepare: (root) => ({ CHI_REPO_PATH: writeScratchModule(root, 'ending', body(directory), BEFORE) }),
  });
  await createScratchPool(await other.connect(), 'ending', CONTAINERS);
  writeFileSync(join(directory, 'faults'), 'never 0,fails 1');
  expect(await other.stop()).toEqual([]);
  expect(notes()).toEqual(['destroy in 0', 'destroy in 1', 'destroy in 2', 'destroy in 3']);
}, 40_000);
