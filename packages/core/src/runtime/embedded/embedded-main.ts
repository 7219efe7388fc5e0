/**
 * Entry point of the thread in which the control plane of an embedded runtime lives, off the user's thread (design D2).
 * There is no top-level `await`, as in daemon-main.ts.
 */
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { ChimaeraError } from '../../errors.js';
import { toWire } from '../../worker/control-port.js';
import { Workers } from '../workers/workers.js';
import type { FromEmbedded, ToEmbedded } from './embedded-messages.js';

if (parentPort === null) {
  throw new ChimaeraError(
    'INVALID_ARGUMENT',
    'embedded-main.js is started by startEmbedded() as a worker thread',
  );
}
const port = parentPort;
const say = (message: FromEmbedded): void => port.postMessage(message);

void main();

async function main(): Promise<void> {
  // The first worker, which every runtime has, boots while this thread is told what to start and loads its own code.
  const threads = Workers.boot(1);
  const heard = once(port, 'message') as Promise<[Extract<ToEmbedded, { t: 'start' }>]>;
  const { ControlPlane } = await import('../control-plane.js');
  const [{ options }] = await heard;
  threads.push(...Workers.boot(options.config.runtime.workers, { from: threads.length }));
  const plane = new ControlPlane({ ...options, threads });
  port.on('message', (message: ToEmbedded) => {
    if (message.t === 'stop') void plane.stop(message.graceMs);
  });
  try {
    await plane.start();
    say({ t: 'ready', mappings: plane.mappings });
    await plane.stopped;
    say({ t: 'stopped' });
  } catch (error) {
    say({ t: 'failed', error: toWire(error) });
  }
  port.close();
}
