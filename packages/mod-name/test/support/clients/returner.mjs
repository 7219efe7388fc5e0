// Loses its runtime and finds the next one; reports what becomes of its calls.
import { connect, PoolId } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import { args, described, hear, leave, tell } from './program.mjs';

const chi = await connect({
  dir: args.dir,
  waitServerSeconds: args.waitServerSeconds ?? 20,
  reconnect: true,
});
const mod = new modName.Client(chi, PoolId.parse('7000.0'));
await mod.create({ poolName: 'greetings' });
const buffer = chi.allocateBuffer(100);
const outcome = (promise) => promise.then(() => 'OK', described);
const attempt = (call) => {
  try {
    call();
    return 'OK';
  } catch (error) {
    return described(error);
  }
};

const underWay = [
  outcome(mod.coMutexTest({ testId: 1, holdMs: 600_000 })),
  outcome(mod.custom({ data: 'again', operationId: 1 }, { periodMs: 10 })),
];
const handle = mod.asyncCoMutexTest({ testId: 1, holdMs: 600_000 });
underWay.push(handle.wait().then(() => ({ code: handle.errorCode })));
await tell({ pid: chi.runtimePid });
if (args.blocking) underWay.push(attempt(() => mod.coMutexTestSync({ testId: 1, holdMs: 600_000 })));
const failed = await Promise.all(underWay);
const away = {
  failed,
  blocking: attempt(() => mod.customSync({ data: 'x', operationId: 1 })),
  handle: attempt(() => mod.asyncCustom({ data: 'x', operationId: 1 })),
  allocate: attempt(() => chi.allocateBuffer(10)),
  limited: await outcome(mod.custom({ data: 'x', operationId: 1 }, { timeoutMs: 20 })),
};
await tell(away);

// These wait for the next runtime, which has no pools yet.
const waiting = [
  outcome(mod.create({ poolName: 'greetings' })),
  outcome(mod.custom({ data: 'x', operationId: 1 }, { query: args.fan })),
  outcome(
    chi.submitBatch([]).then(() => chi.submitBatch([mod.prepareCustom({ data: 'y', operationId: 1 })])),
  ),
];
const waited = await Promise.all(waiting);
const settled = await outcome(mod.create({ poolName: 'greetings' }));
const { data } = waited[0] === 'OK' ? await mod.custom({ data: 'again', operationId: 2 }) : { data: '' };
const fresh = waited[0] === 'OK' ? chi.allocateBuffer(100) : undefined;
await tell({
  pid: chi.runtimePid,
  waited,
  settled,
  data,
  blocking: attempt(() => mod.customSync({ data: 'x', operationId: 1 })),
  fresh: fresh?.byteLength,
  stale: attempt(() => buffer.free()),
});
await hear();
await chi.close();
await tell(await outcome(mod.custom({ data: 'x', operationId: 1 })));
leave();
