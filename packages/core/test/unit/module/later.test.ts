import { expect, test } from '@jest/globals';
import { Later } from '../../../src/module/later.js';

class Work extends Later<number> {
  done(value: number): void {
    this.succeed(value);
  }

  broken(error: Error): void {
    this.fail(error);
  }
}

/** What a listener was told, in order. */
function listening() {
  const told: [context: string, reason: unknown][] = [];
  return {
    told,
    laterEnded(context: string, hasFailed: boolean, reason: unknown): void {
      told.push([context, hasFailed ? reason : 'well']);
    },
  };
}

test('calls its listener within the call that ends it', () => {
  const work = new Work();
  const listener = listening();
  work.$tell(listener, 'a');
  expect(listener.told).toEqual([]);
  work.done(1);
  expect(listener.told).toEqual([['a', 'well']]);
});

test('ends once, whatever follows', async () => {
  const work = new Work();
  const listener = listening();
  work.$tell(listener, 'a');
  work.done(1);
  work.broken(new Error('too late'));
  work.done(2);
  expect(listener.told).toEqual([['a', 'well']]);
  expect(await work).toBe(1);
});

test('calls a second listener as well', async () => {
  const [work, failed] = [new Work(), new Work()];
  const error = new Error('broken');
  const listener = listening();
  for (const one of [work, failed]) {
    one.$tell(listener, 'first');
    one.$tell(listener, 'second');
  }
  work.done(1);
  failed.broken(error);
  await new Promise(setImmediate);
  expect(listener.told).toEqual([
    ['first', 'well'],
    ['first', error],
    ['second', 'well'],
    ['second', error],
  ]);
});

test('reports a failure', () => {
  const work = new Work();
  const listener = listening();
  const error = new Error('broken');
  work.$tell(listener, 'a');
  work.broken(error);
  expect(listener.told).toEqual([['a', error]]);
});

test('reports an end that has already happened at once', () => {
  const [work, failed] = [new Work(), new Work()];
  const error = new Error('broken');
  work.done(1);
  failed.broken(error);
  const listener = listening();
  work.$tell(listener, 'a');
  failed.$tell(listener, 'b');
  expect(listener.told).toEqual([
    ['a', 'well'],
    ['b', error],
  ]);
});

test.each([
  ['before', false],
  ['after', true],
])('can be awaited by several callers: %s its end', async (_when, isOver) => {
  const [work, failed] = [new Work(), new Work()];
  const end = (): void => {
    work.done(7);
    failed.broken(new Error('broken'));
  };
  if (isOver) end();
  const values = Promise.all([work, work.then((value) => value + 1)]);
  const failures = Promise.all([
    expect(failed.then()).rejects.toThrow('broken'),
    expect(Promise.resolve(failed)).rejects.toThrow('broken'),
  ]);
  if (!isOver) end();
  expect(await values).toEqual([7, 8]);
  await failures;
});
