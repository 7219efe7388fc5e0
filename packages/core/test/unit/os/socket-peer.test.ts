import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { hasPeerLeft, peerPid } from '../../../src/os/socket-peer.js';

let dir: string;
let server: Server;
const children: ChildProcess[] = [];
const sockets: Socket[] = [];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'chi-sp-'));
  server = createServer();
  server.listen(join(dir, 's'));
  await once(server, 'listening');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

async function accepted(): Promise<Socket> {
  const [socket] = (await once(server, 'connection')) as [Socket];
  sockets.push(socket);
  return socket;
}

async function pair(): Promise<{ here: Socket; there: Socket }> {
  const here = connect(join(dir, 's'));
  sockets.push(here);
  return { here, there: await accepted() };
}

/** Waits without giving the event loop a turn. */
function leavesSoon(socket: Socket): boolean {
  const endMs = performance.now() + 5000;
  while (performance.now() < endMs) if (hasPeerLeft(socket) === true) return true;
  return false;
}

test('each side learns which process the other is', async () => {
  const { here, there } = await pair();
  expect(peerPid(here)).toBe(process.pid);
  expect(peerPid(there)).toBe(process.pid);
});

test("a blocked thread learns the other process's own pid and sees it die", async () => {
  const script = `require('net').connect(${JSON.stringify(join(dir, 's'))}).resume()`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  const socket = await accepted();
  expect(peerPid(socket)).toBe(child.pid);
  expect(hasPeerLeft(socket)).toBe(false);
  child.kill('SIGKILL');
  expect(leavesSoon(socket)).toBe(true);
});

test('a peer that closed its side has left, even with data still to read', async () => {
  const { here, there } = await pair();
  await new Promise<void>((resolve) => there.write('news', () => resolve()));
  expect(hasPeerLeft(here)).toBe(false);
  await new Promise<void>((resolve) => there.end(() => resolve()));
  expect(leavesSoon(here)).toBe(true);
});

test('a closed or missing socket has no peer', async () => {
  const { here } = await pair();
  here.destroy();
  expect(hasPeerLeft(here)).toBe(true);
  expect(peerPid(here)).toBeUndefined();
  expect(hasPeerLeft(new Socket())).toBeUndefined();
});
