import { parseArgs } from 'node:util';
import { isQuick } from '../read-options.js';
import { contenders } from './contenders.js';

export interface CodecOptions {
  readonly json: boolean;
  readonly quick: boolean;
  /** Names of contenders, in the order of the table. */
  readonly only: readonly string[];
}

const names = Object.keys(contenders);

export const usage = `Usage: npm run bench -- codec [quick] [--only NAME,…] [--json]

  quick   shorter and fewer samples
  --only  these contenders alone; a NAME is the beginning of one of:
            ${names.join('\n            ')}
  --json  one JSON object on stdout instead of tables`;

/** @param args the arguments after `codec`. @throws Error that says what is wrong with them */
export function parseOptions(args: readonly string[]): CodecOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const only = values.only === undefined ? names : namesBeginningWith(values.only.split(','));
  return { json: values.json, quick: isQuick(positionals), only };
}

function namesBeginningWith(starts: readonly string[]): readonly string[] {
  const stranger = starts.find((start) => !names.some((name) => name.startsWith(start)));
  if (stranger !== undefined) throw new Error(`the name of no contender begins with '${stranger}'`);
  return names.filter((name) => starts.some((start) => name.startsWith(start)));
}
