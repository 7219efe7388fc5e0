import { parseArgs } from 'node:util';
import { contenderIds } from './contenders/index.js';
import type { RowSettings } from './row.js';

export interface BenchOptions {
  readonly json: boolean;
  readonly repeats: number;
  readonly contenders: readonly string[];
  readonly settings: RowSettings;
}

export const usage = `Usage: npm run bench -- [quick] [--json] [--repeats N] [--only NAME,NAME]

  quick      shorter and fewer samples: under two minutes
  --json     one JSON object on stdout instead of tables
  --repeats  samples per contender (5; quick: 3)
  --only     these contenders alone: ${contenderIds.join(', ')}`;

/** @throws Error with what is wrong with the arguments */
export function parseOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      repeats: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const stranger = positionals.find((word) => word !== 'quick');
  if (stranger !== undefined) throw new Error(`'${stranger}' is not understood`);
  const quick = positionals.length > 0;
  return {
    json: values.json,
    repeats: values.repeats === undefined ? (quick ? 3 : 5) : repeatsOf(values.repeats),
    contenders: values.only === undefined ? contenderIds : contendersOf(values.only),
    settings: quick ? { warmUpMs: 300, durationMs: 400 } : { warmUpMs: 500, durationMs: 1000 },
  };
}

function repeatsOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`--repeats is '${text}'; give a whole number from 1 to 9999`);
}

/** In the order of the table, whatever the order they were named in. */
function contendersOf(text: string): readonly string[] {
  const wanted = text.split(',').map((id) => id.trim());
  const stranger = wanted.find((id) => !contenderIds.includes(id));
  if (stranger !== undefined)
    throw new Error(`no contender is called '${stranger}'; there are ${contenderIds.join(', ')}`);
  return contenderIds.filter((id) => wanted.includes(id));
}
