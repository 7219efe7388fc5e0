import { BroadcastChannel } from 'node:worker_threads';
import { installLockTransport, type LockMessage } from '../sync/lock-transport.js';
import { lockWorkerDied, lockWorkerStarted, receiveLockMessage } from '../sync/shared-locks.js';

interface Envelope {
  readonly from: number;
  /** Which of the threads that have been worker `from` is speaking, and which of those of `to` it is speaking to. */
  readonly fromEpoch: number;
  readonly to: number;
  readonly toEpoch: number;
  readonly message: LockMessage;
}

/**
 * What is known of a runtime's threads: which one speaks for each worker, and which workers have none at the moment.
 */
export interface WorkerEpochs {
  /** How many threads of each worker have died. */
  readonly epochs: readonly number[];
  readonly dead: readonly number[];
}

/**
 * Lets the shared locks of all workers of a runtime talk to each other. A single worker needs none of it.
 *
 * Messages and the news of deaths take different ways, so each envelope tells which thread wrote it, and to which
 * thread. A message from a dead thread is dropped, and one from its successor is news of its death.
 */
export class LockChannel {
  private readonly channel: BroadcastChannel | undefined;
  private readonly epochs: number[];
  private readonly dead: Set<number>;

  constructor(
    dir: string,
    private readonly worker: number,
    table: SharedArrayBuffer,
    { epochs, dead }: WorkerEpochs,
  ) {
    this.epochs = [...epochs];
    this.dead = new Set(dead);
    if (epochs.length === 1) return;
    const channel = (this.channel = new BroadcastChannel(`chimaera-locks:${dir}`));
    channel.onmessage = (event): void => this.receive((event as { readonly data: Envelope }).data);
    channel.unref();
    installLockTransport({
      localWorker: worker,
      workers: epochs.length,
      table,
      send: (to, message) => this.send(to, message),
    });
    for (const other of dead) lockWorkerDied(other);
  }

  /** The control plane reports a death; the worker's successor may have been heard of before. */
  workerDied(worker: number, epoch: number): void {
    if (this.channel === undefined || epoch <= this.epochs[worker]!) return;
    this.epochs[worker] = epoch;
    this.dead.add(worker);
    lockWorkerDied(worker);
  }

  workerStarted(worker: number, epoch: number): void {
    if (this.channel === undefined || epoch !== this.epochs[worker] || !this.dead.delete(worker)) return;
    lockWorkerStarted(worker);
  }

  private send(to: number, message: LockMessage): void {
    const fromEpoch = this.epochs[this.worker]!;
    const toEpoch = this.epochs[to]!;
    this.channel!.postMessage({ from: this.worker, fromEpoch, to, toEpoch, message } satisfies Envelope);
  }

  private receive({ from, fromEpoch, to, toEpoch, message }: Envelope): void {
    if (to !== this.worker || toEpoch !== this.epochs[to] || fromEpoch < this.epochs[from]!) return;
    this.workerDied(from, fromEpoch);
    this.workerStarted(from, fromEpoch);
    receiveLockMessage(from, message);
  }
}
