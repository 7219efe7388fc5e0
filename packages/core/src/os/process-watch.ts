import { isAlive, type ProcessIdentity } from './process-identity.js';

const LOOK_MS = 250;

/**
 * Calls `onGone` once, soon after the process has ended. Looking keeps nothing alive; a signal or a pipe would need its
 * help.
 */
export function whenGone({ pid, startTime }: ProcessIdentity, onGone: () => void): void {
  const timer = setInterval(() => {
    if (isAlive(pid, startTime)) return;
    clearInterval(timer);
    onGone();
  }, LOOK_MS);
  timer.unref();
}
