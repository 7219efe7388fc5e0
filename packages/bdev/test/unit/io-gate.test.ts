import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { IoGate } from '../../src/devices/io-gate.js';

test('lets no more in at once than its depth, and the others in order', async () => {
  const gate = new IoGate(3);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const transfer = async (i: number) => {
    order.push(i);
    most = Math.max(most, ++inside);
    await sleep(i % 3);
    inside--;
    return i;
  };
  const numbers = Array.from({ length: 40 }, (_, i) => i);
  expect(await Promise.all(numbers.map((i) => gate.run(() => transfer(i))))).toEqual(numbers);
  expect(most).toBe(3);
  expect(order).toEqual(numbers);
});

test('a transfer that fails leaves its place to the next', async () => {
  const gate = new IoGate(1);
  const failing = gate.run(() => Promise.reject(new Error('EIO')));
  const next = gate.run(() => Promise.resolve('ok'));
  await expect(failing).rejects.toThrow('EIO');
  await expect(next).resolves.toBe('ok');
});

test('close waits for those inside and those that wait, and refuses newcomers', async () => {
  const gate = new IoGate(1);
  const ended: string[] = [];
  const slow = (name: string) => gate.run(() => sleep(5).then(() => ended.push(name)));
  void slow('first');
  void slow('second');
  const closed = gate.close().then(() => ended.push('closed'));
  await expect(slow('third')).rejects.toMatchObject({ code: 'DEVICE_CLOSED' });
  await closed;
  expect(ended).toEqual(['first', 'second', 'closed']);
});

test('closes at once when nothing is under way', async () => {
  await new IoGate(4).close();
});
