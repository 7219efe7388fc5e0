// Keeps its worker busy, sends more than its ring takes, forgets all of it, and says when it is safe to go.
import { open, tell } from './program.mjs';

const { mod } = await open();
const send = (data) => mod.custom({ data, operationId: 0 }, { fireAndForget: true });
for (let i = 0; i < 4; i++) await send('spin');
await Promise.all(Array.from({ length: 200 }, () => send('forgotten')));
await tell('sent');
