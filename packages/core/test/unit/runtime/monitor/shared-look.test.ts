import { expect, test } from '@jest/globals';
import { SharedLook } from '../../../../src/runtime/monitor/shared-look.js';

/** A look-up that ends when told to, and returns its number. */
function looker(): { look: SharedLook<number>; ends: ((error?: Error) => void)[] } {
  const ends: ((error?: Error) => void)[] = [];
  const look = new SharedLook<number>(
    () =>
      new Promise((resolve, reject) => {
        const number = ends.length;
        ends.push((error) => (error === undefined ? resolve(number) : reject(error)));
      }),
  );
  return { look, ends };
}

test('callers that come during a look share the next one', async () => {
  const { look, ends } = looker();
  const first = look.ask();
  const others = [look.ask(), look.ask(), look.ask()];
  expect(ends).toHaveLength(1);
  ends[0]();
  expect(await first).toBe(0);
  expect(ends).toHaveLength(2);
  const later = look.ask();
  ends[1]();
  expect(await Promise.all(others)).toEqual([1, 1, 1]);
  ends[2]();
  expect(await later).toBe(2);
});

test('a caller with no look under way starts one', async () => {
  const { look, ends } = looker();
  for (let i = 0; i < 3; i++) {
    const asked = look.ask();
    ends[i]();
    expect(await asked).toBe(i);
  }
});

test('a failed look fails only for the callers that shared it', async () => {
  const { look, ends } = looker();
  const [first, second] = [look.ask(), look.ask()];
  ends[0](new Error('no'));
  await expect(first).rejects.toThrow('no');
  ends[1]();
  expect(await second).toBe(1);
});
