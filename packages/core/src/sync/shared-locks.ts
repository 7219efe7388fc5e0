import { lockNet, type LockMessage } from './lock-transport.js';
import { SharedLock } from './shared-lock.js';

/** The shared locks of this thread by name. */
const locks = new Map<string, SharedLock>();

/** The lock of this name; the same on all workers. */
export function sharedLock(name: string): SharedLock {
  let lock = locks.get(name);
  if (lock === undefined) locks.set(name, (lock = new SharedLock(name)));
  return lock;
}

/** To be called with what a transport's `send` has brought here. */
export function receiveLockMessage(from: number, message: LockMessage): void {
  const net = lockNet();
  // a message may name a lock whose module is not loaded here yet
  if (net !== undefined && !net.dead.has(from)) sharedLock(message.lock).receive(net, from, message);
}

/** To be called on every living worker when one has ended unexpectedly. */
export function lockWorkerDied(worker: number): void {
  lockNet()?.dead.add(worker);
  for (const lock of locks.values()) lock.workerDied(worker);
}

/** To be called on every worker when a dead one has been replaced by a new thread of the same number. */
export function lockWorkerStarted(worker: number): void {
  lockNet()?.dead.delete(worker);
}
