/** One repeat of `npm run bench -- scheduling`: every cost has its figure. */
import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { costs } from '../../src/scheduling/costs.js';
import type { Report } from '../../src/scheduling/report.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

test('measures every cost', () => {
  const args = [program, 'scheduling', 'quick', '--repeats', '1', '--json'];
  const stdout = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { lines } = JSON.parse(stdout) as Report;
  expect(lines.map(({ id }) => id)).toEqual(costs.map(({ id }) => id));
  for (const { spread } of lines) expect(spread.median).toBeGreaterThan(0);
});
