// Sends tasks that queue behind each other, awaits only some of them, and lives until it is killed.
import { args, open, tell } from './program.mjs';

const { mod } = await open();
const send = (data, options) => mod.custom({ data, operationId: 1 }, options).catch(() => undefined);
void send('nap 600000');
// As many as the ring holds: what is still in this process dies with it.
for (let i = 0; i < 600; i++) {
  void send('waited for');
  if (i % 10 === 0) await send('forgotten', { fireAndForget: true });
}
await tell({ sent: args.pool });
