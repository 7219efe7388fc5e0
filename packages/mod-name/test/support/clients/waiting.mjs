// Waits for a task that takes a minute, awaited or blocking, and says how that ended. Argument: { dir, form }.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';

const { dir, form } = JSON.parse(process.argv[2]);
const chi = await connect({ dir, waitServerSeconds: 0 });
const mod = new Client(chi, PoolId.parse('7000.0'));
await mod.create({ poolName: 'deaths' });
const input = { testId: 1, holdMs: 60_000 };
process.send('waiting');
// The message has to leave before a blocking call stops the event loop.
await sleep(50);
try {
  if (form === 'blocking') mod.coMutexTestSync(input);
  else await mod.coMutexTest(input);
  process.send({ code: 'none' });
} catch (error) {
  process.send({ code: error.code, atMs: Date.now() });
}
process.disconnect();
await chi.close();
