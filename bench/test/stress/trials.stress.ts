/** A whole quick run with one repeat: every row and every trial gives its figures. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { Report } from '../../src/report/report.js';
import { rows } from '../../src/rows/index.js';
import { trials } from '../../src/trials/index.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

test('answers every question', () => {
  const out = mkdtempSync('/tmp/chi-bench-');
  try {
    const args = [program, 'quick', '--repeats', '1', '--json', '--out', out];
    const stdout = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 26,
    });
    const report = JSON.parse(stdout) as Report;
    for (const { id, metrics } of [...rows, ...trials]) {
      const figures = report.figures.find(({ row, contender }) => row === id && contender === 'chimaera');
      for (const metric of metrics) expect(figures?.metrics[metric.id]?.median).toBeGreaterThanOrEqual(0);
    }
    const undecided = report.goals.filter(({ value, cores }) => value === undefined && cores === undefined);
    expect(undecided).toEqual([]);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
