// Keeps its worker busy, sends more than its ring holds without waiting, and reports when it may be killed.
import { open, tell } from './program.mjs';

const { mod } = await open();
const send = (data) => mod.custom({ data, operationId: 0 }, { fireAndForget: true });
for (let i = 0; i < 4; i++) await send('spin');
await Promise.all(Array.from({ length: 200 }, () => send('forgotten')));
await tell('sent');
