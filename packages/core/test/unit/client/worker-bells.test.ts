import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { WorkerBells } from '../../../src/client/worker-bells.js';
import { workerSocketName } from '../../../src/layout/bell-layout.js';

test('closing while connecting leaves no connection open that would keep the process alive', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chi-wb-'));
  const server = createServer();
  let peer: Socket | undefined;
  try {
    server.listen(join(dir, workerSocketName(0)));
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const bells = new WorkerBells(dir, dir, 1, 1);
    const connected = bells.connect(1);
    bells.close();
    [peer] = await accepted;
    peer.resume();
    await Promise.race([once(peer, 'close'), sleep(2000, undefined, { ref: false })]);
    expect(peer.closed).toBe(true);
    await connected;
  } finally {
    peer?.destroy();
    server.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
