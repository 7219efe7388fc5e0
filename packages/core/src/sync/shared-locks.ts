import { lockNet, type LockMessage } from './lock-transport.js';
import { SharedLock } from './shared-lock.js';

/** The shared locks of this thread by name. */
const locks = new Map<string, SharedLock>();

/** The lock with this name; the same on all workers. */
export function sharedLock(name: string): SharedLock {
  let lock = locks.get(name);
  if (lock === undefined) locks.set(name, (lock = new SharedLock(name)));
  return lock;
}

/** To be called with each message that a transport's `send` has delivered here. */
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

/** To be called on every worker when a new thread has taken the number of a dead one. */
export function lockWorkerStarted(worker: number): void {
  lockNet()?.dead.delete(worker);
}
