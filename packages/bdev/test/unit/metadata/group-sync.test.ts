import { expect, test } from '@jest/globals';
import { GroupSync } from '../../../src/metadata/group-sync.js';

/** A sync that ends when it is told to. */
function controlled() {
  const running: { end: () => void; fail: (error: Error) => void }[] = [];
  const flush = () => new Promise<void>((end, fail) => running.push({ end, fail }));
  return { running, group: new GroupSync(flush) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('callers that come during a sync share the next one', async () => {
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

test('after a failed sync none succeeds, because the kernel does not report the loss again', async () => {
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
