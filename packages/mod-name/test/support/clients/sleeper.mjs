// Connects, does what it is told, and sleeps in between.
import { clearInterval, setInterval } from 'node:timers';
import { hear, leave, open, tell } from './program.mjs';

const { chi, mod } = await open();
await mod.custom({ data: 'x', operationId: 1 });
await tell('ready');
let pile = Promise.resolve([]);
for (;;) {
  const command = await hear();
  if (command.do === 'end') break;
  if (command.do === 'call') {
    const { data } = await mod.custom({ data: 'x', operationId: 1 });
    await tell({ data });
  } else if (command.do === 'pile up') {
    // More than the rings hold; nobody takes in the answers once this process is stopped.
    pile = Promise.all(
      Array.from({ length: command.count }, (_, i) => mod.custom({ data: 'x', operationId: i })),
    );
    await tell('piled up');
  } else if (command.do === 'take the pile') {
    await tell({ taken: (await pile).length });
  } else if (command.do === 'ticks') {
    let left = command.count;
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        while (left-- > 0) await mod.custom({ data: 'x'.repeat(64), operationId: 42 });
      }),
    );
    clearInterval(timer);
    await tell({ ticks });
  }
}
await chi.close();
leave();
