import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';

export interface BdevOptions {
  readonly json: boolean;
  readonly repeats: number;
  /** Where the file is made. */
  readonly directory: string;
  readonly warmUpMs: number;
  readonly durationMs: number;
}

export const usage = `Usage: npm run bench -- bdev [quick] [--json] [--repeats N] [--directory D]

  quick        shorter and fewer samples: about a minute
  --json       one JSON object on stdout instead of a table
  --repeats    samples per workload (5; quick: 2)
  --directory  where the file of 512 MiB is made (the system's temporary directory)`;

/** @param args those after `bdev`. @throws Error with what is wrong with them */
export function parseOptions(args: readonly string[]): BdevOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      repeats: { type: 'string' },
      directory: { type: 'string', default: tmpdir() },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const stranger = positionals.find((word) => word !== 'quick');
  if (stranger !== undefined) throw new Error(`'${stranger}' is not understood`);
  const quick = positionals.length > 0;
  const repeats = values.repeats ?? (quick ? '2' : '5');
  if (!/^[1-9]\d{0,3}$/.test(repeats))
    throw new Error(`--repeats is '${repeats}'; give a whole number from 1 to 9999`);
  return {
    json: values.json,
    repeats: Number(repeats),
    directory: values.directory,
    warmUpMs: quick ? 200 : 500,
    durationMs: quick ? 1000 : 2000,
  };
}
