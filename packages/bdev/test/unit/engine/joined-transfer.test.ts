import { expect, test } from '@jest/globals';
import { joinParts } from '../../../src/engine/joined-transfer.js';
import { IoError } from '../../../src/errors.js';

test('adds up parts that have already ended at once', () => {
  expect(joinParts([1, 2, 3])).toBe(6);
  expect(joinParts([])).toBe(0);
});

test('a failure counts the bytes before it and is reported when all parts have ended', async () => {
  let isOver = false;
  const late = new Promise<number>((resolve) =>
    setTimeout(() => {
      isOver = true;
      resolve(100);
    }, 20),
  );
  const failed = Promise.reject(new IoError('write', 'EIO', 4096, 7, 100));
  await expect(joinParts([100, failed, late])).rejects.toMatchObject({
    errno: 'EIO',
    bytesDone: 107,
    offset: 4096,
  });
  expect(isOver).toBe(true);
});
