import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartsOf } from './charts.js';
import { documentParts } from './document-parts.js';
import type { Report } from './report.js';

const WORKSPACE = fileURLToPath(new URL('../../..', import.meta.url));
const CHARTS = 'docs/performance';
const DOCUMENTS = ['README.md', 'docs/performance.md'];

/**
 * Updates the workspace's documents: the charts in docs/performance, and what is between the markers `<!-- bench NAME
 * -->` and `<!-- /bench -->`.
 * @returns the files that were written
 * @throws Error if a document names an unknown part; nothing is written then
 */
export function publish(report: Report, workspace = WORKSPACE): string[] {
  const parts = documentParts(report);
  const documents = DOCUMENTS.map((file) => ({
    file,
    text: fillIn(readFileSync(join(workspace, file), 'utf8'), parts, file),
  }));
  const charts = chartsOf(report).map(({ file, svg }) => ({ file: join(CHARTS, file), text: svg }));
  mkdirSync(join(workspace, CHARTS), { recursive: true });
  const written = [...charts, ...documents];
  for (const { file, text } of written) writeFileSync(join(workspace, file), text);
  return written.map(({ file }) => file);
}

/** Replaces what is between markers. @throws Error for an unknown part */
export function fillIn(text: string, parts: Readonly<Record<string, string>>, file: string): string {
  return text.replace(/<!-- bench (\S+) -->[^]*?<!-- \/bench -->/g, (_, name: string) => {
    const part = parts[name];
    if (part === undefined)
      throw new Error(`${file}: there is no part '${name}'; there are ${Object.keys(parts).join(', ')}`);
    return `<!-- bench ${name} -->\n\n${part}\n\n<!-- /bench -->`;
  });
}
