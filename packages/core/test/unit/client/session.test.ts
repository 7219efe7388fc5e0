import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Session } from '../../../src/client/session.js';
import type { ChimaeraError } from '../../../src/errors.js';
import { PARTY_GRANT_SEQUENCE_WORD, partyBlockOffset } from '../../../src/layout/control-layout.js';
import { NO_ANSWER } from '../../../src/memory/patient-source.js';
import { stopDaemon } from '../../../src/runtime/daemon/stop-daemon.js';
import { requestControl } from '../../../src/runtime/inquiry/control-request.js';

let dir: string;
const children: ChildProcess[] = [];
const sessions: Session[] = [];
let server: Server | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'chi-se-'));
});
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  server?.close();
  server = undefined;
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await stopDaemon({ dir, graceMs: 0 });
  rmSync(dir, { recursive: true, force: true });
});

function spawnRuntime(): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'runtime-peer.mjs'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function startRuntime(): Promise<ChildProcess> {
  const child = spawnRuntime();
  await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return child;
}

async function open(waitServerSeconds = 0): Promise<Session> {
  const session = await Session.open({ dir, waitServerSeconds });
  sessions.push(session);
  return session;
}

function endOf(session: Session): Promise<ChimaeraError> {
  return new Promise((resolve) => (session.onEnd = resolve));
}

/** Listens, but is no runtime. */
async function pretend(answer: string): Promise<void> {
  server = createServer((socket) => socket.on('error', () => undefined).end(answer));
  server.listen(join(dir, 'control.sock'));
  await once(server, 'listening');
}

test('knows its party number, sees the memory, and finds the runtime alive', async () => {
  const child = await startRuntime();
  const session = await open();
  expect(session).toMatchObject({ party: 1, workers: 1, queueDepth: 16, runtimePid: child.pid });
  expect(session.rings).toHaveLength(1);
  expect(session.memory.main.byteLength).toBe(2 * 2 ** 20);
  expect(session.isServed()).toBe(true);
});

test('gets chunks while its thread is blocked', async () => {
  await startRuntime();
  const session = await open();
  const first = session.chunks.take(1, 2);
  expect(session.chunks.take(1, 1)).toBe(first + 2);
  let refused = session.chunks.take(1, 1000);
  for (let i = 0; i < 500 && refused === NO_ANSWER; i++) refused = session.chunks.take(1, 1000); // on a busy machine
  expect(refused).toBe(-1);
  session.giveBack(1, first, 2);
  expect(session.chunks.take(1, 2)).toBe(first);
});

test('rings bells in both directions', async () => {
  await startRuntime();
  const session = await open();
  const rung = new Promise<void>((resolve) => (session.onBell = resolve));
  session.ringBell(0);
  await rung;
});

test('can ring a replaced worker again', async () => {
  await startRuntime();
  const session = await open();
  const died = new Promise<number>((resolve) => (session.onWorkerDied = resolve));
  for (let i = 0; i < 20; i++) session.ringBell(0);
  expect(await died).toBe(0);
  await sleep(200); // by now the new thread listens, and the session has found it
  const rung = new Promise<void>((resolve) => (session.onBell = resolve));
  session.ringBell(0);
  await rung;
});

test('tells an orderly stop from a violent end', async () => {
  const child = await startRuntime();
  const stopped = endOf(await open());
  child.kill('SIGTERM');
  expect(await stopped).toMatchObject({ code: 'RUNTIME_STOPPED' });
  await once(child, 'exit');

  const second = await startRuntime();
  const session = await open();
  const gone = endOf(session);
  second.kill('SIGKILL');
  await once(second, 'exit');
  expect(session.isServed()).toBe(false);
  expect(session.chunks.take(0, 1)).toBe(-1);
  expect(await gone).toMatchObject({
    code: 'RUNTIME_GONE',
    message: expect.stringContaining(String(second.pid)),
  });
});

test('a blocked thread notices when a living runtime ends its session', async () => {
  const child = await startRuntime();
  const session = await open();
  const ended = endOf(session);
  (session as unknown as { socket: Socket }).socket.write('nonsense\n');
  for (const endMs = performance.now() + 5000; session.isServed() && performance.now() < endMs;);
  expect(session.isServed()).toBe(false);
  expect(session.chunks.take(0, 1)).toBe(-1);
  expect(await ended).toMatchObject({
    code: 'RUNTIME_GONE',
    message: expect.stringMatching(
      `process ${child.pid}.*has ended this connection: this client sent something that is not a request; connect again`,
    ),
  });
});

describe('a control plane that does not answer', () => {
  let child: ChildProcess;
  let session: Session;
  beforeEach(async () => {
    child = await startRuntime();
    session = await open();
    child.kill('SIGSTOP');
  });

  test('does not block a caller that can do something else, and answers later', async () => {
    const { chunks } = session;
    for (let i = 0; i < 1000; i++) expect(chunks.take(0, 1)).toBe(NO_ANSWER);
    expect(chunks.take(1, 3)).toBe(NO_ANSWER);
    expect(chunks.silence).toContain(`process ${child.pid}`);
    child.kill('SIGCONT');
    let chunk = NO_ANSWER;
    for (let i = 0; chunk === NO_ANSWER && i < 500; i++) {
      await sleep(10);
      chunk = chunks.take(0, 1);
    }
    expect(chunk).toBeGreaterThan(0);
    expect(chunks.silence).toBeUndefined();
    expect(chunks.take(1, 3)).toBeGreaterThan(0);
  });

  test('is waited for by a caller that needs the answer, and a late answer to another request is not lost', async () => {
    const { chunks } = session;
    expect(chunks.take(1, 9)).toBe(NO_ANSWER);
    spawn('sh', ['-c', `sleep 0.2; kill -CONT ${child.pid}`]);
    expect(chunks.awaitAnswer()).toBe(true);
    expect(chunks.take(1, 2)).toBeGreaterThan(0);
    // There are 16 chunks.
    expect(chunks.take(1, 9)).toBeGreaterThan(0);
  });

  test('is asked again for chunks that were returned after it refused', async () => {
    const { chunks } = session;
    child.kill('SIGCONT');
    const held = chunks.take(1, 9); // of 16, so that there is no room for nine more
    expect(held).toBeGreaterThan(0);
    // A second request after a late refusal: so late that chunks are given back before anybody reads it.
    for (let round = 0; round < 2; round++) {
      child.kill('SIGSTOP');
      expect(chunks.take(1, 9)).toBe(NO_ANSWER);
      child.kill('SIGCONT');
      expect(chunks.awaitAnswer()).toBe(true);
    }
    session.giveBack(1, held, 9);
    expect(chunks.take(1, 9)).toBeGreaterThan(0);
  });

  test('is asked again when its answer was overwritten before it was read', async () => {
    const { chunks, memory, party } = session;
    expect(chunks.take(1, 9)).toBe(NO_ANSWER);
    const answer = (partyBlockOffset(party) >>> 2) + PARTY_GRANT_SEQUENCE_WORD;
    const before = memory.main.i32[answer];
    child.kill('SIGCONT');
    while (memory.main.i32[answer] === before) await sleep(1);
    memory.main.i32[answer] = -1;
    let first = NO_ANSWER;
    for (
      const endMs = performance.now() + 6000;
      first === NO_ANSWER && performance.now() < endMs;
      await sleep(10)
    )
      first = chunks.take(1, 9);
    // There are 16 chunks: the nine that came with the lost answer have been taken back.
    expect(first).toBeGreaterThan(0);
  });

  test('blocks no caller after its process has been killed', () => {
    expect(session.chunks.take(0, 1)).toBe(NO_ANSWER);
    spawn('sh', ['-c', `sleep 0.2; kill -9 ${child.pid}`]);
    expect(session.chunks.awaitAnswer()).toBe(false);
    expect(session.isServed()).toBe(false);
  });

  test('learns that a request was abandoned', async () => {
    expect(session.chunks.take(1, 9)).toBe(NO_ANSWER);
    await sleep(1100);
    expect(session.chunks.silence).toBeUndefined();
    child.kill('SIGCONT');
    await sleep(100);
    expect(session.chunks.take(1, 9)).toBeGreaterThan(0);
  });
});

test('close announces itself once, reports no end of the session, and frees the place', async () => {
  await startRuntime();
  const session = await open();
  session.onEnd = () => {
    throw new Error('not this one');
  };
  await Promise.all([session.close(), session.close()]);
  await sleep(50);
  expect((await open()).party).toBe(session.party);
});

test('fails promptly with directory and remedy when no runtime runs', async () => {
  const before = performance.now();
  await expect(open()).rejects.toMatchObject({
    code: 'CONNECT_FAILED',
    message: expect.stringMatching(new RegExp(`${dir}.*npx chimaera runtime start`)),
  });
  expect(performance.now() - before).toBeLessThan(500);
  await expect(open(0.2)).rejects.toThrow('within 0.2 s');
});

test('waits for a runtime that starts later', async () => {
  const opening = open(-1);
  await sleep(50);
  spawnRuntime();
  expect((await opening).party).toBe(1);
});

test('retries when too many clients connect at once', async () => {
  const path = join(dir, 'control.sock');
  const refusal = '{"t":"refused","code":"PROTOCOL_MISMATCH","message":"at last"}\\n';
  const script = `require('net').createServer((socket) => socket.on('error', () => 0).end('${refusal}'))
    .listen({ path: ${JSON.stringify(path)}, backlog: 1 }, () => console.log('ready'))`;
  const runtime = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(runtime);
  await once(runtime.stdout!, 'data');
  runtime.kill('SIGSTOP');
  const waiting: Socket[] = [];
  const codes: (string | undefined)[] = [];
  while (codes.length === 0) {
    const socket = connect({ path });
    waiting.push(socket.on('error', ({ code }: NodeJS.ErrnoException) => codes.push(code)));
    await sleep(1);
  }
  expect(codes).toEqual(['EAGAIN']);
  const asked = requestControl(dir, { t: 'status' }, 10_000);
  const opening = open().catch((error: unknown) => error);
  await sleep(50);
  runtime.kill('SIGCONT');
  expect(await opening).toMatchObject({ code: 'PROTOCOL_MISMATCH', message: 'at last' });
  expect(await asked).toMatchObject({ t: 'refused', message: 'at last' });
  for (const socket of waiting) socket.destroy();
});

test.each(['no runtime\n', '{"t":"welcome","party":1}\n', '[]\n', '{"t":"welcome","workers":1e9}\n'])(
  'rejects the answer %p',
  async (answer) => {
    await pretend(answer);
    await expect(open()).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
      message: expect.stringContaining('not a Chimaera runtime'),
    });
  },
);

test('a refusal keeps its code', async () => {
  await pretend('{"t":"refused","code":"PROTOCOL_MISMATCH","message":"other version"}\n');
  await expect(open(30)).rejects.toMatchObject({ code: 'PROTOCOL_MISMATCH', message: 'other version' });
});
