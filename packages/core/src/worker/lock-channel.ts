import { BroadcastChannel } from 'node:worker_threads';
import { installLockTransport, type LockMessage } from '../sync/lock-transport.js';
import { receiveLockMessage } from '../sync/shared-locks.js';

interface Envelope {
  readonly from: number;
  readonly to: number;
  readonly message: LockMessage;
}

/** Lets the shared locks of all workers of a runtime talk to each other. A single worker needs none of it. */
export function openLockChannel(
  dir: string,
  worker: number,
  workers: number,
  table: SharedArrayBuffer,
): void {
  if (workers === 1) return;
  const channel = new BroadcastChannel(`chimaera-locks:${dir}`);
  channel.onmessage = (event): void => {
    const { from, to, message } = (event as { readonly data: Envelope }).data;
    if (to === worker) receiveLockMessage(from, message);
  };
  channel.unref();
  installLockTransport({
    localWorker: worker,
    workers,
    table,
    send: (to, message) => channel.postMessage({ from: worker, to, message } satisfies Envelope),
  });
}
