import { expect, test } from '@jest/globals';
import { NO_ANSWER, PatientSource } from '../../../src/memory/patient-source.js';

/** A source with that many chunks, which records the requests. */
function scarce(free: number): { source: PatientSource; asked: number[]; elapse: (ms: number) => void } {
  const asked: number[] = [];
  let nowMs = 1000;
  const source = new PatientSource(
    {
      take: (count) => {
        asked.push(count);
        if (count > free) return -1;
        free -= count;
        return 7;
      },
      giveBack: (_first, count) => void (free += count),
    },
    () => nowMs,
  );
  return { source, asked, elapse: (ms) => void (nowMs += ms) };
}

test('after a refusal, does not ask again at once for as much or more, but for less', () => {
  const { source, asked } = scarce(1);
  expect([source.take(2), source.take(2), source.take(3), source.take(1), source.take(2)]).toEqual([
    -1, -1, -1, 7, -1,
  ]);
  expect(asked).toEqual([2, 1, 2]);
});

test('a thousand calls in a row ask once, and once more after a while', () => {
  const { source, asked, elapse } = scarce(0);
  for (let i = 0; i < 1000; i++) expect(source.take(1)).toBe(-1);
  expect(asked).toHaveLength(1);
  elapse(11);
  for (let i = 0; i < 1000; i++) expect(source.take(1)).toBe(-1);
  expect(asked).toHaveLength(2);
});

test('memory that its owner returned is available at once', () => {
  const { source } = scarce(0);
  expect(source.take(1)).toBe(-1);
  source.giveBack(3, 1);
  expect(source.take(1)).toBe(7);
});

test('a request without an answer is not a refusal', () => {
  const answers = [NO_ANSWER, NO_ANSWER, 7];
  const source = new PatientSource({ take: () => answers.shift()!, giveBack: () => undefined });
  expect([source.take(1), source.take(1), source.take(1)]).toEqual([-1, -1, 7]);
});
