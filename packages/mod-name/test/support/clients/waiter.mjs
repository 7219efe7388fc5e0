// Waits for a task that never ends, in the given form, and reports the outcome.
import { PoolQuery } from '@chimaera/core';
import { args, described, leave, open, tell } from './program.mjs';

const { chi, mod } = await open();
const input = { testId: 1, holdMs: args.holdMs };
const options = { query: PoolQuery.parse(args.query ?? 'local') };
const forms = {
  awaited: () => mod.coMutexTest(input, options),
  blocking: async () => mod.coMutexTestSync(input, options),
  'blocking on a handle': async () => {
    const task = mod.asyncCoMutexTest(input, options).waitSync();
    if (task.returnCode !== 0) throw Object.assign(new Error(task.errorMessage), { code: task.errorCode });
    return task.returnCode;
  },
  handle: async () => {
    const task = await mod.asyncCoMutexTest(input, options).wait();
    if (task.returnCode !== 0) throw Object.assign(new Error(task.errorMessage), { code: task.errorCode });
    return task.returnCode;
  },
  batch: async () => {
    const [settled] = await chi.submitBatch([mod.prepareCoMutexTest(input, options)]);
    if (settled instanceof Error) throw settled;
    return settled;
  },
};
await tell('waits');
if (args.nonsense) chi.session.socket.write(`${args.nonsense}\n`); // the runtime ends the session of whoever does
try {
  await forms[args.form]();
  await tell({ code: 'OK' });
} catch (error) {
  await tell(described(error));
}
// Whatever is called afterwards fails at once, or works.
const after = await mod.custom({ data: 'x', operationId: 1 }, { timeoutMs: 5000 }).catch(described);
await tell({ code: after.code ?? 'OK' });
await chi.close();
leave();
