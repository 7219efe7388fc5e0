import { parseArgs } from 'node:util';
import { isQuick, repeatsOf } from '../read-options.js';

export interface SchedulingOptions {
  readonly json: boolean;
  /** Number of runtimes that are measured, one after the other. */
  readonly repeats: number;
  readonly warmUpMs: number;
  /** For each figure of each repeat. */
  readonly durationMs: number;
}

export const usage = `Usage: npm run bench -- scheduling [quick] [--json] [--repeats N]

  quick      shorter and fewer samples: some ten seconds instead of a minute
  --json     one JSON object on stdout instead of a table
  --repeats  runtimes that are measured, one after the other (10; quick: 4)`;

/** @param args the arguments after `scheduling`. @throws Error that says what is wrong with them */
export function parseOptions(args: readonly string[]): SchedulingOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      repeats: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const quick = isQuick(positionals);
  return {
    json: values.json,
    repeats: repeatsOf(values.repeats ?? (quick ? '4' : '10')),
    warmUpMs: quick ? 150 : 300,
    durationMs: quick ? 150 : 300,
  };
}
