/** `npm run bench -- codec`: generated serializers, compared with hand-written code and with peers. */
import { describeMachine } from '../machine.js';
import { readOptions } from '../read-options.js';
import { formatTable } from '../report/format.js';
import { type Spread, spreadOf } from '../report/spread.js';
import type { Codec } from './contender.js';
import { makeModule } from './generated-module.js';
import { parseOptions, usage } from './options.js';
import { type PayloadId, payloadIds, titles } from './payloads.js';
import { type Reading, takeTurns, type Turns } from './turns.js';

const { json, quick, only: chosen } = readOptions(process.argv.slice(3), parseOptions, usage);
/** Processes per contender and payload: the engine compiles the same code differently in each process. */
const repeats = quick ? 1 : 3;
const turns: Turns = { rounds: quick ? 11 : 25, warmUpRounds: quick ? 5 : 8, ms: 4 };
/** Code that allocates 64 KiB per call is collected every 512 calls, and each turn has to include its share of that. */
const allocatingTurns: Turns = { ...turns, ms: 12 };

/** Of one direction: the median over all turns, and the smallest and largest of the processes' own medians. */
type Figures = Partial<Record<keyof Codec, Spread>>;

async function measureAll(path: string): Promise<Record<string, Partial<Record<PayloadId, Figures>>>> {
  const results: Record<string, Partial<Record<PayloadId, Figures>>> = {};
  for (const payload of payloadIds) {
    const readings: Record<string, Reading>[] = [];
    for (let repeat = 0; repeat < repeats; repeat++)
      readings.push(await takeTurns(chosen, payload, path, payload === 'F' ? allocatingTurns : turns));
    for (const name of Object.keys(readings[0]!))
      (results[name] ??= {})[payload] = figuresOf(readings.map((it) => it[name]!));
  }
  return results;
}

function figuresOf(readings: readonly Reading[]): Figures {
  const figures: Figures = {};
  for (const direction of ['encode', 'decode'] as const) {
    const turns = readings.map((reading) => reading[direction] ?? []);
    if (turns[0]!.length === 0) continue;
    const medians = spreadOf(turns.map((own) => spreadOf(own).median));
    figures[direction] = { ...medians, median: spreadOf(turns.flat()).median };
  }
  return figures;
}

function tableOf(results: Awaited<ReturnType<typeof measureAll>>, show: (spread: Spread) => string): string {
  const lines = chosen.map((name) => [
    name,
    ...payloadIds.map((payload) => {
      const { encode, decode } = results[name]?.[payload] ?? {};
      if (encode === undefined) return decode === undefined ? '' : show(decode);
      return `${show(encode)} / ${decode === undefined ? '–' : show(decode)}`;
    }),
  ]);
  return formatTable([['ns, encode / decode', ...payloadIds], ...lines]);
}

using module = await makeModule();
const results = await measureAll(module.path);
if (json) console.log(JSON.stringify({ machine: describeMachine(), repeats, turns, results }));
else {
  console.log(`\n${tableOf(results, ({ median }) => median.toFixed(0))}\n`);
  if (repeats > 1) {
    console.log('medians of the single processes, least and greatest:\n');
    console.log(`${tableOf(results, ({ min, max }) => `${min.toFixed(0)}–${max.toFixed(0)}`)}\n`);
  }
  for (const payload of payloadIds) console.log(`${payload}: ${titles[payload]}`);
}
