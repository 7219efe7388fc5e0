import { expect, test } from '@jest/globals';
import { GroupSync } from '../../../src/metadata/group-sync.js';

/** A sync that ends when it is told to. */
function controlled() {
  const running: { end: () => void; fail: (error: Error) => void }[] = [];
  const flush = () => new Promise<void>((end, fail) => running.push({ end, fail }));
  return { running, group: new GroupSync(flush) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who comes while a sync is under way waits for the next, which all of them share', async () => {
  const { running, group } = controlled();
  const first = [group.sync(), group.sync()];
  await turn();
  expect(running).toHaveLength(1);
  const second = [group.sync(), group.sync(), group.sync()];
  let secondHasEnded = false;
  void second[0].then(() => (secondHasEnded = true));
  running[0].end();
  await Promise.all(first);
  await turn();
  expect(secondHasEnded).toBe(false);
  expect(running).toHaveLength(2);
  running[1].end();
  await Promise.all(second);
});

test('after a sync that failed none succeeds: what it lost is not reported again', async () => {
  const { running, group } = controlled();
  const first = group.sync();
  await turn();
  const second = group.sync();
  running[0].fail(new Error('EIO'));
  await expect(first).rejects.toThrow('EIO');
  await expect(second).rejects.toThrow('EIO');
  await expect(group.sync()).rejects.toThrow('EIO');
  expect(running).toHaveLength(1);
});
