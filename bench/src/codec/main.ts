/** `npm run bench -- codec`: generated serializers beside straight lines by hand and beside peers. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatTable } from '../format.js';
import { describeMachine } from '../machine.js';
import { payloadIds, titles } from './payloads.js';
import type { Reading } from './sample.js';

const CONTENDERS = ['saveIn, loadIn', 'fields in place', 'by hand, no checks', 'msgpackr, records', 'JSON'];
const usage = 'Usage: npm run bench -- codec [quick] [--json]';
const program = fileURLToPath(new URL('sample.js', import.meta.url));

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (positionals.some((word) => word !== 'quick')) {
  console.error(usage);
  process.exit(2);
}
const roundMs = positionals.length > 0 ? 10 : 40;

async function sample(contender: string, payload: string): Promise<Reading> {
  const child = fork(program, [contender, payload, String(roundMs)], { stdio: ['ignore', 2, 2, 'ipc'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const ended = once(child, 'exit');
  try {
    const said = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
    if (said === undefined) throw new Error(`${contender} ended without figures for payload ${payload}`);
    return said[0] as Reading;
  } finally {
    clearTimeout(timer);
    await ended;
  }
}

const results: Record<string, Record<string, Reading>> = {};
for (const payload of payloadIds)
  for (const contender of CONTENDERS) (results[contender] ??= {})[payload] = await sample(contender, payload);

if (values.json) console.log(JSON.stringify({ machine: describeMachine(), results }));
else {
  const head = ['ns, encode / decode', ...payloadIds];
  const lines = CONTENDERS.map((contender) => [
    contender,
    ...payloadIds.map((payload) => {
      const { encodeNs, decodeNs } = results[contender]![payload]!;
      return `${encodeNs.toFixed(0)} / ${decodeNs.toFixed(0)}`;
    }),
  ]);
  console.log(`\n${formatTable([head, ...lines])}\n`);
  for (const payload of payloadIds) console.log(`${payload}: ${titles[payload]}`);
}
