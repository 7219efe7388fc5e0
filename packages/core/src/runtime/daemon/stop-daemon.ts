import { setTimeout as sleep } from 'node:timers/promises';
import { ChimaeraError } from '../../errors.js';
import { isAlive, type ProcessIdentity } from '../../os/process-identity.js';
import { segmentDirectory } from '../../os/shm-directory.js';
import { clearRemains } from '../directory/runtime-files.js';
import { runtimeHolder } from '../directory/runtime-holder.js';
import { isBeingCleared } from '../directory/runtime-lock.js';
import { readState } from '../directory/state-file.js';
import { removeIfDead } from '../directory/sweep.js';
import { requestControl } from '../inquiry/control-request.js';

const ANSWER_TIMEOUT_MS = 3000;
/** Time after the grace period for everything but the tasks. */
const MARGIN_MS = 3000;
const KILL_TIMEOUT_MS = 10_000;
const POLL_MS = 5;

/** `stopped`: in order; `killed`: it did not end by itself; `not-running`: there was none. */
export interface StopResult {
  readonly outcome: 'stopped' | 'killed' | 'not-running';
  readonly pid?: number;
}

/**
 * Stops the runtime in `dir` and waits until it is gone. Running tasks have `graceMs`. A runtime that does not stop is
 * killed, and what it left behind is removed; so is what a runtime left that had died before.
 * @throws ChimaeraError SYSTEM_ERROR for an embedded runtime that does not stop: its process is not ours to kill
 */
export async function stopDaemon({
  dir,
  graceMs,
}: {
  readonly dir: string;
  readonly graceMs: number;
}): Promise<StopResult> {
  const found = runtimeHolder(dir);
  const timeoutMs = graceMs + MARGIN_MS;
  if (found === undefined) {
    await clearUp(dir, timeoutMs);
    return { outcome: 'not-running' };
  }
  const { process: holder, bereft } = found;
  const { pid } = holder;
  const reply =
    bereft === undefined ? await requestControl(dir, { t: 'stop', graceMs }, ANSWER_TIMEOUT_MS) : undefined;
  const isEmbedded = readState(bereft ?? dir)?.embedded === true;
  if (reply === undefined && !isEmbedded) signal(holder, 'SIGTERM');
  if (await isGoneWithin(dir, holder, isEmbedded, timeoutMs)) return { outcome: 'stopped', pid };
  if (isEmbedded) {
    throw new ChimaeraError(
      'SYSTEM_ERROR',
      `the runtime in ${dir} is embedded in process ${pid} and does not stop; end that program`,
    );
  }
  signal(holder, 'SIGKILL');
  await isGoneWithin(dir, holder, isEmbedded, KILL_TIMEOUT_MS);
  if (bereft !== undefined) removeIfDead(bereft);
  await clearUp(dir, timeoutMs);
  return { outcome: 'killed', pid };
}

/**
 * Removes what is left, or waits for whoever is doing so already: another process that stops it, or a runtime that
 * starts elsewhere.
 */
async function clearUp(dir: string, timeoutMs: number): Promise<void> {
  const segments = segmentDirectory(dir);
  const deadlineMs = performance.now() + timeoutMs;
  clearRemains(dir);
  while ((isBeingCleared(dir) || isBeingCleared(segments)) && performance.now() < deadlineMs) {
    await sleep(POLL_MS);
    clearRemains(dir);
  }
}

/** An embedded runtime gives up its lock while its process goes on. */
async function isGoneWithin(
  dir: string,
  holder: ProcessIdentity,
  isEmbedded: boolean,
  timeoutMs: number,
): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  const isGone = (): boolean =>
    !isAlive(holder.pid, holder.startTime) || (isEmbedded && runtimeHolder(dir)?.process.pid !== holder.pid);
  while (!isGone()) {
    if (performance.now() > deadlineMs) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function signal({ pid, startTime }: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    if (isAlive(pid, startTime)) process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
