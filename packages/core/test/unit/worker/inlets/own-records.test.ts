import { expect, test } from '@jest/globals';
import { OwnRecords } from '../../../../src/worker/inlets/own-records.js';

test('delivers records in order, whatever their number and their bits', () => {
  const records = new OwnRecords();
  const sent = Array.from({ length: 1000 }, (_, i) => [i % 3, 0xffff_ffff - i, i, 0x8000_0000 + i]);
  for (const [kind, base, slot, generation] of sent) records.push(kind, base, slot, generation);
  const taken: number[][] = [];
  expect(records.drain((...record) => taken.push(record))).toBe(1000);
  expect(taken).toEqual(sent);
  expect(records.isEmpty).toBe(true);
});

test('records sent during delivery wait for the next round', () => {
  const records = new OwnRecords();
  records.push(0, 0, 1, 0);
  const taken: number[] = [];
  const take = (_kind: number, _base: number, slot: number): void => {
    taken.push(slot);
    if (slot === 1) for (let i = 2; i < 200; i++) records.push(0, 0, i, 0);
  };
  expect(records.drain(take)).toBe(1);
  expect(taken).toEqual([1]);
  expect(records.drain(take)).toBe(198);
  expect(taken).toHaveLength(199);
  expect(records.drain(take)).toBe(0);
});
