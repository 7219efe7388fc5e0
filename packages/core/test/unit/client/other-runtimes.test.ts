import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { otherRuntimes } from '../../../src/client/other-runtimes.js';

let dir: string;
const servers: Server[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'chi or '));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(dir, { recursive: true, force: true });
});

async function listen(name: string, socket = 'control.sock'): Promise<string> {
  mkdirSync(join(dir, name));
  const server = createServer().listen(join(dir, name, socket));
  servers.push(server);
  await once(server, 'listening');
  return join(dir, name);
}

test("names the directories in which this user's runtimes listen, except embedded ones", async () => {
  const daemon = await listen('daemon');
  await listen('embedded-1-2-3');
  await listen('another program', 'main.sock');
  const closed = await listen('gone');
  await new Promise((resolve) => servers.at(-1)?.close(resolve));
  // Other tests have runtimes, too.
  const found = otherRuntimes(join(dir, 'none'), Infinity).filter((other) => other.startsWith(dir));
  expect(found).toEqual([daemon]);
  expect(found).not.toContain(closed);
});

test('returns nothing when no runtime listens', async () => {
  await listen('another');
  expect(otherRuntimes(await listen('daemon'))).toEqual([]);
});
