import type { Session } from './contender.js';
import { checkOutput, inputOf } from './task.js';

/** Microseconds of one awaited task. */
export async function timeFirstTask(session: Pick<Session, 'call'>): Promise<number> {
  const beganMs = performance.now();
  checkOutput(1, await session.call(1, inputOf(1)));
  return (performance.now() - beganMs) * 1000;
}
