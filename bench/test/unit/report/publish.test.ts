import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fillIn, publish } from '../../../src/report/publish.js';
import { reportOf } from '../../support/sample-report.js';

describe('publish', () => {
  let workspace: string;
  beforeEach(() => {
    workspace = mkdtempSync('/tmp/chi-bench-');
    mkdirSync(join(workspace, 'docs'));
  });
  afterEach(() => rmSync(workspace, { recursive: true, force: true }));

  const read = (file: string): string => readFileSync(join(workspace, file), 'utf8');

  test('writes charts and the text between the markers, and nothing else', () => {
    writeFileSync(join(workspace, 'README.md'), 'before\n<!-- bench summary -->old<!-- /bench -->\nafter\n');
    writeFileSync(join(workspace, 'docs/performance.md'), '<!-- bench goals -->\n<!-- /bench -->\n');
    const files = publish(reportOf(), workspace);
    expect(files).toEqual([
      'docs/performance/round-trip.svg',
      'docs/performance/throughput.svg',
      'README.md',
      'docs/performance.md',
    ]);
    const readme = read('README.md');
    expect(readme).toMatch(/^before\n<!-- bench summary -->\n\n\|/);
    expect(readme).toMatch(/\| piscina +\| +100 \| +77× \| +95\.0 k \| +21× \|/);
    expect(readme).toMatch(/<!-- \/bench -->\nafter\n$/);
    expect(read('docs/performance.md')).toContain('round trip awaited, p50, cores near');
    publish(reportOf(), workspace);
    expect(read('README.md')).toBe(readme);
  });

  test('refuses a part that does not exist', () => {
    expect(() => fillIn('<!-- bench nothing --><!-- /bench -->', { rows: '' }, 'README.md')).toThrow(
      "README.md: there is no part 'nothing'; there are rows",
    );
  });
});
