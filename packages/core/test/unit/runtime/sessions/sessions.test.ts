import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { NO_CHUNK, PROTOCOL_VERSION } from '../../../../src/client/control-protocol.js';
import { CHUNK_BYTES } from '../../../../src/layout/alignment.js';
import {
  CORE_LAYOUT_VERSION,
  PARTY_GRANT_CHUNK_WORD,
  PARTY_GRANT_COUNT_WORD,
  PARTY_GRANT_SEQUENCE_WORD,
  partyBlockOffset,
} from '../../../../src/layout/control-layout.js';
import { ringBytes } from '../../../../src/layout/ring-layout.js';
import { adoptMapping } from '../../../../src/os/mapped-file.js';
import { processStartTime, selfIdentity } from '../../../../src/os/process-identity.js';
import type { ControlPlane } from '../../../../src/runtime/control-plane.js';
import { makePlane, Peer, scratchDir, smallConfig, until } from '../fixture.js';

async function startPlane(workers = 1): Promise<{ plane: ControlPlane; dir: string; words: Uint32Array }> {
  const dir = scratchDir();
  const plane = makePlane({ dir, config: smallConfig(workers) });
  await plane.start();
  const [main] = plane.mappings;
  return { plane, dir, words: new Uint32Array(adoptMapping(main.address, main.byteLength).buffer) };
}

async function attach(
  dir: string,
  changes: object = {},
): Promise<{ peer: Peer; party: number; rings: number[]; token: number }> {
  const peer = await Peer.connect(dir);
  peer.hello(changes);
  const welcome = await peer.reply('welcome');
  return { peer, ...(welcome as unknown as { party: number; rings: number[]; token: number }) };
}

function grantOf(words: Uint32Array, party: number): { sequence: number; chunk: number; count: number } {
  const block = partyBlockOffset(party) >>> 2;
  return {
    sequence: words[block + PARTY_GRANT_SEQUENCE_WORD],
    chunk: words[block + PARTY_GRANT_CHUNK_WORD],
    count: words[block + PARTY_GRANT_COUNT_WORD],
  };
}

async function ask(
  peer: Peer,
  words: Uint32Array,
  party: number,
  request: { sequence: number; segment: number; count: number },
) {
  peer.say({ t: 'grant', ...request });
  return until(() => grantOf(words, party).sequence === request.sequence && grantOf(words, party));
}

test('a hello gets a place with a token and a zeroed pair of rings per worker', async () => {
  const { dir, words } = await startPlane(2);
  const first = await attach(dir);
  const second = await attach(dir);
  expect(first.party).toBe(2);
  expect(second.party).toBe(3);
  expect(second.token).not.toBe(first.token);
  const pair = 2 * ringBytes(16);
  expect(first.rings[1] - first.rings[0]).toBe(pair);
  expect(words.subarray(first.rings[0] / 4, (first.rings[1] + pair) / 4).every((word) => word === 0)).toBe(
    true,
  );
  const at = [first.rings, second.rings].flat();
  expect(new Set(at).size).toBe(4);
});

test.each([
  ['protocol', { protocol: 99 }],
  ['layout', { layout: 99 }],
])('another %s is refused by name', async (_, changes) => {
  const { dir } = await startPlane();
  const peer = await Peer.connect(dir);
  peer.hello(changes);
  expect(await peer.reply('refused')).toMatchObject({
    code: 'PROTOCOL_MISMATCH',
    message: expect.stringMatching(/ 99\b.*npx chimaera runtime restart/),
  });
  await until(() => peer.closed);
});

test.each(['open', 'end'])('while a client makes the pools, others are sent away until %s', async (how) => {
  const composer = spawn('sleep', ['60']);
  const pid = composer.pid!;
  const dir = scratchDir();
  await makePlane({ dir, composer: { pid, startTime: processStartTime(pid)! } }).start();
  const early = await Peer.connect(dir);
  early.hello();
  expect(await early.reply('refused')).toMatchObject({
    code: 'RUNTIME_STOPPED', // for which clients wait
    message: expect.stringContaining('still creating the pools'),
  });
  await until(() => early.closed);
  if (how === 'open') {
    const opener = await Peer.connect(dir);
    opener.say({ t: 'open' });
    await opener.reply('open');
  } else {
    composer.kill();
    await once(composer, 'exit');
    await sleep(1500); // it is looked for twice a second
  }
  await attach(dir);
  composer.kill();
});

test('the client that makes the pools is admitted, and so is its child', async () => {
  for (const { pid, startTime } of [
    selfIdentity(),
    { pid: process.ppid, startTime: processStartTime(process.ppid)! },
  ]) {
    const dir = scratchDir();
    await makePlane({ dir, composer: { pid, startTime } }).start();
    await attach(dir);
  }
});

test('chunks are granted, returned and granted again, and another party cannot return them', async () => {
  const { dir, words } = await startPlane();
  const a = await attach(dir);
  const b = await attach(dir);
  const first = await ask(a.peer, words, a.party, { sequence: 1, segment: 1, count: 3 });
  expect(first).toMatchObject({ count: 3 });
  b.peer.say({ t: 'give-back', segment: 1, first: first.chunk, count: 3 });
  const other = await ask(b.peer, words, b.party, { sequence: 7, segment: 1, count: 1 });
  expect(other.chunk).toBe(first.chunk + 3);
  a.peer.say({ t: 'give-back', segment: 1, first: first.chunk, count: 3 });
  expect((await ask(a.peer, words, a.party, { sequence: 2, segment: 1, count: 2 })).chunk).toBe(first.chunk);
  expect((await ask(a.peer, words, a.party, { sequence: 3, segment: 1, count: 1000 })).chunk).toBe(NO_CHUNK);
});

test('a party that holds much gets none of the last part of a segment, and one that holds little does', async () => {
  const { dir, words } = await startPlane();
  const greedy = await attach(dir);
  let held = 0;
  for (let sequence = 1; ; sequence++, held++) {
    const { chunk } = await ask(greedy.peer, words, greedy.party, { sequence, segment: 1, count: 1 });
    if (chunk === NO_CHUNK) break;
  }
  // 15 chunks behind the header, of which 6 % of 16 stay free.
  expect(held).toBe(14);
  const modest = await attach(dir);
  const first = await ask(modest.peer, words, modest.party, { sequence: 1, segment: 1, count: 1 });
  expect(first.chunk).toBeLessThan(NO_CHUNK);
  expect((await ask(modest.peer, words, modest.party, { sequence: 2, segment: 1, count: 1 })).chunk).toBe(
    NO_CHUNK,
  );
  greedy.peer.say({ t: 'bye' });
  await until(() => greedy.peer.closed);
});

test('a grant whose request was abandoned is void', async () => {
  const { dir, words } = await startPlane();
  const { peer, party } = await attach(dir);
  const late = await ask(peer, words, party, { sequence: 1, segment: 1, count: 13 });
  peer.say({ t: 'forgo', sequence: 2 }); // another one, that was never made
  peer.say({ t: 'forgo', sequence: 1 });
  expect((await ask(peer, words, party, { sequence: 3, segment: 1, count: 13 })).chunk).toBe(NO_CHUNK);
  peer.say({ t: 'give-back', segment: 1, first: late.chunk, count: 13 });
  expect((await ask(peer, words, party, { sequence: 4, segment: 1, count: 13 })).chunk).toBe(late.chunk);
  peer.say({ t: 'forgo', sequence: 4 });
  expect((await ask(peer, words, party, { sequence: 5, segment: 1, count: 13 })).chunk).toBe(late.chunk);
});

test('a client that returns the chunks of its own rings is cut off, and the rings stay', async () => {
  const { dir } = await startPlane();
  const { peer, rings } = await attach(dir);
  peer.say({ t: 'give-back', segment: 0, first: Math.floor(rings[0] / CHUNK_BYTES), count: 1 });
  await until(() => peer.closed);
});

const impossible: [string, string][] = [
  ['no JSON', 'nonsense'],
  ['JSON that is no object', '7'],
  ['null', 'null'],
  ['an unknown type', '{"t":"reboot"}'],
  ['a second hello', '{"t":"hello","protocol":1,"layout":1,"pid":1,"startTime":"1"}'],
  ['a grant from nowhere', '{"t":"grant","sequence":1,"segment":3,"count":1}'],
  ['a grant of what the runtime alone owns', '{"t":"grant","sequence":1,"segment":2,"count":1}'],
  ['a grant of nothing', '{"t":"grant","sequence":1,"segment":0,"count":0}'],
  ['a grant of a fraction', '{"t":"grant","sequence":1,"segment":0,"count":1.5}'],
  ['giving back what does not exist', '{"t":"give-back","segment":1,"first":0,"count":4294967295}'],
  ['a negative chunk', '{"t":"give-back","segment":1,"first":-1,"count":1}'],
  ['a line without end', 'x'.repeat(70_000)],
  ['a stop without grace', '{"t":"stop","graceMs":"soon"}'],
];
test.each(impossible)('%s ends that session and no other', async (_, line) => {
  const { dir, words } = await startPlane();
  const good = await attach(dir);
  const { peer: bad } = await attach(dir);
  bad.socket.write(`${line}\n`);
  await until(() => bad.closed);
  expect(bad.replies.at(-1)).toEqual({
    t: 'expelled',
    why: 'this client sent something that is not a request',
  });
  expect(good.peer.closed).toBe(false);
  expect((await ask(good.peer, words, good.party, { sequence: 1, segment: 0, count: 1 })).count).toBe(1);
});

test('a stranger may send a monitor query, and learns which queries exist', async () => {
  const { dir } = await startPlane();
  const peer = await Peer.connect(dir);
  peer.say({ t: 'monitor', query: 'memory' });
  const { report } = (await peer.reply('monitor')) as { report: { memory: { segments: unknown[] } } };
  expect(report).toMatchObject({ query: 'memory' });
  expect(report.memory.segments).toHaveLength(3);
  peer.say({ t: 'monitor', query: 'weather' });
  expect(await peer.reply('refused')).toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining('all, runtime, workers, methods, containers, memory, clients, locks'),
  });
  peer.say({ t: 'monitor', query: 7 });
  await until(() => peer.closed);
});

test('a client that repeats monitor queries without waiting for the answer is cut off', async () => {
  const { dir } = await startPlane();
  const [patient, flooder] = [await Peer.connect(dir), await Peer.connect(dir)];
  for (let i = 0; i < 1000; i++) flooder.say({ t: 'monitor', query: 'all' });
  await until(() => flooder.closed);
  for (let i = 0; i < 3; i++) {
    patient.say({ t: 'monitor', query: 'runtime' });
    await patient.reply('monitor');
  }
  expect(patient.closed).toBe(false);
});

test('a stranger may ask for the status, and for nothing that is reserved to a party', async () => {
  const { dir } = await startPlane(2);
  const peer = await Peer.connect(dir);
  peer.say({ t: 'status' });
  expect(await peer.reply('status')).toMatchObject({
    pid: process.pid,
    workers: 2,
    pools: [{ id: '1.0', name: 'admin', module: 'chimaera_admin', containers: 1 }],
  });
  peer.say({ t: 'grant', sequence: 1, segment: 0, count: 1 });
  await until(() => peer.closed);
});

test('after bye the place and its memory are free at once', async () => {
  const { dir, words } = await startPlane();
  const a = await attach(dir);
  const { chunk } = await ask(a.peer, words, a.party, { sequence: 1, segment: 1, count: 4 });
  a.peer.say({ t: 'bye' });
  await a.peer.reply('bye');
  await until(() => a.peer.closed);
  await sleep(20);
  const b = await attach(dir);
  expect(b.party).toBe(a.party);
  expect(b.token).not.toBe(a.token);
  expect((await ask(b.peer, words, b.party, { sequence: 1, segment: 1, count: 4 })).chunk).toBe(chunk);
});

const gone = spawnSync('true').pid;
test.each([
  ['what it is', {}],
  ['a process that has ended', { pid: gone, startTime: '1' }],
  ['a process that lives on', selfIdentity()],
  ['a thread of that', { thread: selfIdentity() }],
])('the memory of a vanished client is held until its process has ended: it named %s', async (_, named) => {
  const { dir, words } = await startPlane();
  const process = spawn(execPath, [join(import.meta.dirname, 'client-peer.mjs'), dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const pid = process.pid as number;
  const hello = { t: 'hello', protocol: PROTOCOL_VERSION, layout: CORE_LAYOUT_VERSION };
  const startTime = processStartTime(pid);
  process.stdin.write(`${JSON.stringify({ ...hello, pid, startTime, ...named })}\n`);
  const [welcome] = (await once(process.stdout, 'data')) as [Buffer];
  const { party } = JSON.parse(welcome.toString()) as { party: number };
  process.stdin.write(`${JSON.stringify({ t: 'grant', sequence: 1, segment: 1, count: 4 })}\n`);
  const { chunk } = await until(() => grantOf(words, party).sequence === 1 && grantOf(words, party));
  process.stdin.end(); // it ends the connection and lives on
  await once(process.stdout, 'end');
  await sleep(100);
  const b = await attach(dir);
  expect(b.party).not.toBe(party);
  expect((await ask(b.peer, words, b.party, { sequence: 1, segment: 1, count: 1 })).chunk).toBe(chunk + 4);
  process.kill('SIGKILL');
  let sequence = 1;
  for (let looks = 0, first = -1; first !== chunk; looks++) {
    if (looks === 50) throw new Error('its memory did not come back');
    await sleep(50);
    first = (await ask(b.peer, words, b.party, { sequence: ++sequence, segment: 1, count: 4 })).chunk;
    if (first !== chunk) b.peer.say({ t: 'forgo', sequence });
  }
});

test('sessions that come and go leave nothing behind: 200 on 2 MB', async () => {
  const { dir } = await startPlane();
  // Refused until the memory of the previous clients has come back.
  const attachSoon = async (): Promise<Peer> => {
    for (;;) {
      const peer = await Peer.connect(dir);
      peer.hello();
      if ((await until(() => peer.replies[0])).t === 'welcome') return peer;
      await sleep(5);
    }
  };
  for (let round = 0; round < 10; round++) {
    const peers = await Promise.all(Array.from({ length: 20 }, attachSoon));
    for (const peer of peers) peer.say({ t: 'bye' });
    await Promise.all(peers.map((peer) => until(() => peer.closed)));
  }
});

test('a hello is refused with the reason when every place is taken', async () => {
  const { dir } = await startPlane();
  const clients: Peer[] = [];
  const refused = await (async () => {
    for (;;) {
      const peer = await Peer.connect(dir);
      peer.hello();
      const reply = await until(() => peer.replies[0]);
      if (reply.t === 'refused') return reply;
      clients.push(peer);
    }
  })();
  expect(refused).toMatchObject({
    code: 'OUT_OF_MEMORY',
    message: expect.stringContaining('memory.main_segment_size'),
  });
  expect(clients.length).toBeGreaterThan(10);
});
