import { expect, test } from '@jest/globals';
import { describeMachine } from '../../../src/machine.js';
import { costs } from '../../../src/scheduling/costs.js';
import { formatReport, makeReport } from '../../../src/scheduling/report.js';

const reading = (ns: number, hashedRatio: number): Record<string, number> => ({
  ...Object.fromEntries(costs.map(({ id }) => [id, ns])),
  hashedRatio,
});

test('shows the median of each cost and compares it with its target', () => {
  const report = makeReport(describeMachine(), [reading(100, 1.01), reading(140, 1.09), reading(90, 1.06)]);
  expect(report.lines.map(({ id }) => id)).toEqual(costs.map(({ id }) => id));
  expect(report.lines.find(({ id }) => id === 'lockNs')).toMatchObject({
    spread: { median: 100, min: 90, max: 140 },
    atMost: 100,
    isReached: true,
  });
  expect(report.lines.find(({ id }) => id === 'hashedRatio')).toMatchObject({ isReached: false });
  expect(report.lines.find(({ id }) => id === 'roundTripNs')).not.toHaveProperty('isReached');
  const text = formatReport(report);
  expect(text).toMatch(/3 repeats/);
  expect(text).toMatch(/lock\(\) and unlock\(\), free +100 +\(90–140\) +100 +yes/);
  expect(text).toMatch(/a lane by hash, of that +1\.060 +\(1\.010–1\.090\) +1\.05 +no/);
});
