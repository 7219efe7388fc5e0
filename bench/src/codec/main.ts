/** `npm run bench -- codec`: generated serializers beside straight lines by hand and beside peers. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatTable } from '../format.js';
import { describeMachine } from '../machine.js';
import { contenders } from './contenders.js';
import { makeModule } from './generated-module.js';
import { payloadIds, titles } from './payloads.js';
import type { Reading } from './sample.js';

const names = Object.keys(contenders);
const usage = `Usage: npm run bench -- codec [quick] [--only NAME,…] [--json]

Each NAME is the beginning of one of:
  ${names.join('\n  ')}`;
const program = fileURLToPath(new URL('sample.js', import.meta.url));
const SAMPLE_TIMEOUT_MS = 60_000;

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const wanted = values.only?.split(',');
const chosen = names.filter((name) => wanted?.some((start) => name.startsWith(start)) ?? true);
if (positionals.some((word) => word !== 'quick') || chosen.length === 0) {
  console.error(usage);
  process.exit(2);
}
const isQuick = positionals.length > 0;
const [repeats, roundMs] = isQuick ? [1, 10] : [3, 15];
/** What allocates 64 KiB a call scatters most from process to process. */
const LARGE_REPEATS = isQuick ? 1 : 5;

async function sample(contender: string, payload: string, path: string): Promise<Reading | null> {
  const child = fork(program, [contender, payload, path, String(roundMs)], {
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), SAMPLE_TIMEOUT_MS);
  const ended = once(child, 'exit');
  try {
    const said = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
    if (said === undefined) throw new Error(`${contender} ended without figures for payload ${payload}`);
    return said[0] as Reading | null;
  } finally {
    clearTimeout(timer);
    await ended;
  }
}

/** Contenders take turns within each repeat, so that what the machine does otherwise meets all of them. */
async function measureAll(path: string): Promise<Record<string, Record<string, Reading[]>>> {
  const readings: Record<string, Record<string, Reading[]>> = {};
  for (let repeat = 0; repeat < LARGE_REPEATS; repeat++) {
    for (const payload of payloadIds) {
      if (repeat >= repeats && payload !== 'C') continue;
      for (const contender of chosen) {
        const reading = await sample(contender, payload, path);
        if (reading !== null) ((readings[contender] ??= {})[payload] ??= []).push(reading);
      }
    }
  }
  return readings;
}

function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return known[known.length >> 1];
}

function medianOf(readings: readonly Reading[] | undefined): Reading | undefined {
  const decodeNs = median(readings?.map((reading) => reading.decodeNs) ?? []);
  if (decodeNs === undefined) return undefined;
  return { encodeNs: median(readings!.map((reading) => reading.encodeNs)), decodeNs };
}

using module = await makeModule();
const readings = await measureAll(module.path);
const results = Object.fromEntries(
  chosen.map((contender) => [
    contender,
    Object.fromEntries(payloadIds.map((payload) => [payload, medianOf(readings[contender]?.[payload])])),
  ]),
);
if (values.json)
  console.log(JSON.stringify({ machine: describeMachine(), repeats, largeRepeats: LARGE_REPEATS, results }));
else {
  const head = ['ns, encode / decode', ...payloadIds];
  const lines = chosen.map((contender) => [
    contender,
    ...payloadIds.map((payload) => {
      const reading = results[contender]![payload];
      if (reading === undefined) return '';
      const { encodeNs, decodeNs } = reading;
      return encodeNs === undefined ? decodeNs.toFixed(0) : `${encodeNs.toFixed(0)} / ${decodeNs.toFixed(0)}`;
    }),
  ]);
  console.log(`\n${formatTable([head, ...lines])}\n`);
  for (const payload of payloadIds) console.log(`${payload}: ${titles[payload]}`);
}
