/**
 * Entry of the thread in which the control plane of an embedded runtime lives, off the user's thread (design D2). No
 * `await` at its top, as in daemon-main.ts.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { ChimaeraError } from '../errors.js';
import { toWire } from '../worker/control-port.js';
import type { ControlPlaneOptions } from './control-plane-options.js';
import type { FromEmbedded, ToEmbedded } from './embedded-messages.js';
import { Workers } from './workers.js';

if (parentPort === null) {
  throw new ChimaeraError(
    'INVALID_ARGUMENT',
    'embedded-main.js is started by startEmbedded() as a worker thread',
  );
}
const port = parentPort;
const say = (message: FromEmbedded): void => port.postMessage(message);

void main(workerData as ControlPlaneOptions);

async function main(options: ControlPlaneOptions): Promise<void> {
  const threads = Workers.boot(options.config.runtime.workers);
  const { ControlPlane } = await import('./control-plane.js');
  const plane = new ControlPlane({ ...options, threads });
  port.on('message', (message: ToEmbedded) => void plane.stop(message.graceMs));
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
