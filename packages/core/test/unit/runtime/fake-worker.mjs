// A worker thread that speaks the control plane's protocol and executes nothing. The params of a pool, as JSON, say how
// the creation of its containers goes: { fail, code, delayMs, exit, call }.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';

const { control } = workerData;
const [start] = await once(workerData.start, 'message');
const containers = new Map();
const draining = [];
let holdDrains = false;

const say = (message) => control.postMessage(message);
const failure = (code, message) => ({ code, returnCode: 1, message });

async function create({ request, pool, containerId, params }) {
  const wish = params.length === 0 ? {} : JSON.parse(Buffer.from(params).toString());
  if (wish.delayMs) await sleep(wish.delayMs);
  if (wish.exit === containerId) process.exit(3);
  if (wish.throwLater)
    void sleep(1).then(() => {
      throw new Error('outside of any method');
    });
  if (wish.call) say({ t: 'call', request: 1, ...wish.call });
  if (wish.holdDrains) holdDrains = true;
  if (wish.fail === containerId)
    return say({ t: 'done', request, error: failure(wish.code ?? 'METHOD_FAILED', 'as wished') });
  containers.set(`${pool.id}/${containerId}`, pool);
  say({ t: 'done', request });
}

control.on('message', (message) => {
  switch (message.t) {
    case 'create-container':
      return void create(message);
    case 'destroy-containers': {
      for (const key of [...containers.keys()])
        if (key.startsWith(`${message.poolId}/`)) containers.delete(key);
      return say({ t: 'done', request: message.request });
    }
    case 'pool-gone':
      if (holdDrains) {
        holdDrains = false;
        for (const answer of draining.splice(0)) say(answer);
      }
      return;
    case 'close-party': {
      const answer = { t: 'drained', party: message.party, token: message.token };
      return holdDrains ? void draining.push(answer) : say(answer);
    }
    case 'count':
      return say({ t: 'counts', request: message.request, started: 0, finished: 0, queued: 0, running: 0 });
    case 'result':
      return console.log(`result ${JSON.stringify(message)} at ${start.index}`);
    case 'stop':
      return say({ t: 'stopped' });
  }
});
say({ t: 'ready' });
