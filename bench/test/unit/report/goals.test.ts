import { describe, expect, test } from '@jest/globals';
import { judgeGoals } from '../../../src/report/goals.js';
import { spreadOf } from '../../../src/report/spread.js';
import type { Figures } from '../../../src/report/summary.js';
import { rows } from '../../../src/rows/index.js';
import { trials } from '../../../src/trials/index.js';

function figure(contender: string, row: string, metric: string, value: number): Figures {
  return { contender, row, metrics: { [metric]: spreadOf([value]) } };
}

/** The goal of that id, judged from these figures. */
function judge(id: string, figures: Figures[], near: Figures[] = []) {
  return judgeGoals(figures, { near }).find((goal) => goal.id === id);
}

describe('a goal', () => {
  test('for near cores uses only the samples of near cores', () => {
    const [fast, slow] = [0.9, 1.5].map((us) => figure('chimaera', 'oneInFlight', 'p50Us', us)) as [
      Figures,
      Figures,
    ];
    expect(judge('p50Near', [slow], [fast])).toMatchObject({ value: 0.9, isReached: true });
    expect(judge('p50Near', [fast], [slow])).toMatchObject({ value: 1.5, isReached: false });
    expect(judge('p50Near', [fast])).toMatchObject({ valueText: 'not measured' });
    expect(judge('p50Near', [fast])).not.toHaveProperty('isReached');
  });

  test('against a peer is compared with the best of its configurations', () => {
    const own = figure('chimaera', 'oneInFlight', 'p50Us', 1);
    const peers = [
      figure('piscina', 'oneInFlight', 'p50Us', 90),
      figure('piscina-no-atomics', 'oneInFlight', 'p50Us', 70),
    ];
    expect(judge('p50Below:piscina', [own, ...peers])).toMatchObject({ value: 70, isReached: false });
    expect(judge('p50Below:piscina', peers)).toMatchObject({ valueText: 'not measured' });
  });

  test('refers to a row or a trial that exists', () => {
    const figures = [...rows, ...trials].flatMap(({ id, metrics }) =>
      ['chimaera', 'piscina', 'grpc', 'unix-socket', 'post-message'].map((contender) => ({
        contender,
        row: id,
        metrics: Object.fromEntries(metrics.map((metric) => [metric.id, spreadOf([1])])),
      })),
    );
    const goals = judgeGoals(figures, { near: figures, far: figures });
    expect(goals.filter(({ value }) => value === undefined)).toEqual([]);
    expect(new Set(goals.map(({ id }) => id)).size).toBe(goals.length);
  });
});
