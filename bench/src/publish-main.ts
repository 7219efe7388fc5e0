/** `npm run bench -- publish`: puts an existing report into the documents of the workspace. */
import { parseArgs } from 'node:util';
import { readOptions } from './read-options.js';
import { publish } from './report/publish.js';
import { readResults } from './report/results.js';

const usage = `Usage: npm run bench -- publish [report.json]

Without a file, the newest report in bench/results.`;

function parseOptions(args: readonly string[]): { readonly file: string | undefined } | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return 'help';
  if (positionals.length > 1) throw new Error(`one report, not ${positionals.length}`);
  return { file: positionals[0] };
}

const { file } = readOptions(process.argv.slice(3), parseOptions, usage);
try {
  for (const document of publish(readResults(file))) console.log(`brought up to date: ${document}`);
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}
