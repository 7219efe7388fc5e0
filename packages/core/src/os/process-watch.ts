import { isAlive, type ProcessIdentity } from './process-identity.js';
import { onTicks } from './ticks.js';

const LOOK_MS = 500;

/**
 * Calls `onGone` once, soon after the process has ended. It polls, because a signal or a pipe would need the process's
 * help. The timer keeps nothing alive.
 * @returns a function that stops the polling
 */
export function whenGone({ pid, startTime }: ProcessIdentity, onGone: () => void): () => void {
  const stop = onTicks(
    () => LOOK_MS,
    () => {
      if (isAlive(pid, startTime)) return;
      stop();
      onGone();
    },
  );
  return stop;
}
