import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rows } from '../rows/index.js';
import { trials } from '../trials/index.js';
import { chartsOf } from './charts.js';
import type { Report } from './report.js';
import { markdownReport } from './report-markdown.js';

const RESULTS = fileURLToPath(new URL('../../results', import.meta.url));
const REPORT = 'report.json';

/**
 * Writes the report as JSON and as Markdown with its charts. @returns the directory, by default a new one in
 * bench/results
 */
export function writeResults(report: Report, out = join(RESULTS, nameOf(report))): string {
  mkdirSync(out, { recursive: true });
  const charts = chartsOf(report);
  writeFileSync(join(out, REPORT), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(out, 'report.md'), markdownReport(report, rows, trials, charts));
  for (const { file, svg } of charts) writeFileSync(join(out, file), svg);
  return out;
}

/** `2026-11-22T21-30-05`: sorts by time, and is a valid name everywhere. */
function nameOf({ machine }: Report): string {
  return machine.date.slice(0, 19).replaceAll(':', '-');
}

/** The report in a file, by default the newest in bench/results. @throws Error if there is none */
export function readResults(file = newest()): Report {
  return JSON.parse(readFileSync(file, 'utf8')) as Report;
}

function newest(): string {
  const [last] = namesIn(RESULTS).sort().reverse();
  if (last === undefined) throw new Error(`there is no report in ${RESULTS}; run npm run bench first`);
  return join(RESULTS, last, REPORT);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => /^\d{4}-/.test(name));
  } catch {
    return [];
  }
}
