// Opens connections, several at once and round after round, and uses each.
import { readdirSync, readFileSync } from 'node:fs';
import { args, leave, open, tell } from './program.mjs';

const counts = () => ({
  descriptors: readdirSync('/proc/self/fd').length,
  mappings: readFileSync('/proc/self/maps', 'latin1').split('/dev/shm/').length - 1,
});

async function use(i) {
  const { chi, mod } = await open();
  const buffer = chi.allocateBuffer(1000);
  const { data } = await mod.custom({ data: String(i), operationId: i });
  if (data !== `${i}_processed`) throw new Error(`wrong answer ${data}`);
  const { data: blocking } = mod.customSync({ data: 'b', operationId: i });
  if (blocking !== 'b_processed') throw new Error(`wrong answer ${blocking}`);
  if (i % 3 === 0) buffer.free();
  return chi;
}

let first;
for (let round = 0; round < args.rounds; round++) {
  const all = await Promise.all(Array.from({ length: args.atOnce }, (_, i) => use(i)));
  await Promise.all(all.map((chi) => chi.close()));
  if (round === 0) first = counts();
}
await tell({ first, last: counts() });
leave();
