import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { isQuick, repeatsOf } from '../read-options.js';
import { workloads } from './workload.js';

export interface BdevOptions {
  readonly json: boolean;
  readonly repeats: number;
  /** Where the file is created. */
  readonly directory: string;
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** Ids of the workloads, in the order of the table. */
  readonly only: readonly string[];
  /** For the daemon; undefined: its default. */
  readonly busyWaitUs: number | undefined;
}

const workloadIds = workloads.map(({ id }) => id);

export const usage = `Usage: npm run bench -- bdev [quick] [--json] [--repeats N] [--directory D]
                             [--only ID,ID] [--busy-wait-us N]

  quick        shorter and fewer samples: about a minute
  --json       one JSON object on stdout instead of a table
  --repeats    samples per workload (5; quick: 2)
  --directory  where the file of 512 MiB is made (the system's temporary directory)
  --only       these workloads alone: ${workloadIds.join(', ')}
  --busy-wait-us  of the daemon, instead of what it has by itself`;

/** @param args the arguments after `bdev`. @throws Error that says what is wrong with them */
export function parseOptions(args: readonly string[]): BdevOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      repeats: { type: 'string' },
      directory: { type: 'string', default: tmpdir() },
      only: { type: 'string' },
      'busy-wait-us': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const quick = isQuick(positionals);
  const busyWaitUs = values['busy-wait-us'];
  if (busyWaitUs !== undefined && !/^\d{1,6}$/.test(busyWaitUs))
    throw new Error(`--busy-wait-us is '${busyWaitUs}'; give a whole number of microseconds`);
  return {
    json: values.json,
    repeats: repeatsOf(values.repeats ?? (quick ? '2' : '5')),
    directory: values.directory,
    warmUpMs: quick ? 200 : 500,
    durationMs: quick ? 1000 : 2000,
    only: values.only === undefined ? workloadIds : workloadsOf(values.only),
    busyWaitUs: busyWaitUs === undefined ? undefined : Number(busyWaitUs),
  };
}

/** In the order of the table, however they were listed. */
function workloadsOf(text: string): readonly string[] {
  const wanted = text.split(',').map((id) => id.trim());
  const stranger = wanted.find((id) => !workloadIds.includes(id));
  if (stranger !== undefined)
    throw new Error(`no workload is called '${stranger}'; there are ${workloadIds.join(', ')}`);
  return workloadIds.filter((id) => wanted.includes(id));
}
