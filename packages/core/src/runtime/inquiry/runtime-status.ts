import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolStatus } from '../../client/control-protocol.js';
import { isAlive, isDying, type ProcessIdentity } from '../../os/process-identity.js';
import { runtimeHolder } from '../directory/runtime-holder.js';
import { readState } from '../directory/state-file.js';
import { requestControl } from './control-request.js';

const ANSWER_TIMEOUT_MS = 3000;
const POLL_MS = 5;

/** What `chimaera runtime status` shows. */
export type RuntimeStatus =
  | { readonly running: false; readonly dir: string }
  | {
      readonly running: true;
      readonly pid: number;
      readonly dir: string;
      readonly workers: number;
      readonly uptimeMs: number;
      readonly pools: readonly PoolStatus[];
      /** Its directory was removed while it runs, so nobody can connect to it any more. */
      readonly isBereft?: true;
    };

/**
 * The runtime's own answer, or if there is none, because it is starting or stopping, what its lock tells. Waits for the
 * end of a dying runtime.
 */
export async function runtimeStatus(dir: string): Promise<RuntimeStatus> {
  const found = runtimeHolder(dir);
  if (found === undefined) return { running: false, dir };
  const { process: holder, bereft } = found;
  const reply = await requestControl(dir, { t: 'status' }, ANSWER_TIMEOUT_MS);
  if (reply?.t === 'status' && reply.pid === holder.pid) {
    const { pid, workers, uptimeMs, pools } = reply;
    return { running: true, pid, dir, workers, uptimeMs, pools };
  }
  if (bereft !== undefined) return { ...lastKnown(holder, dir, bereft), isBereft: true };
  const deadlineMs = performance.now() + ANSWER_TIMEOUT_MS;
  while (isDying(holder) && performance.now() < deadlineMs) await sleep(POLL_MS);
  return isAlive(holder.pid, holder.startTime) ? lastKnown(holder, dir, dir) : runtimeStatus(dir);
}

/** What is known of a runtime that does not answer. */
function lastKnown(
  holder: ProcessIdentity,
  dir: string,
  stateDir: string,
): RuntimeStatus & { running: true } {
  const state = readState(stateDir);
  const uptimeMs = state === undefined ? 0 : Math.max(Date.now() - state.readyAtMs, 0);
  return { running: true, pid: holder.pid, dir, workers: state?.workers ?? 0, uptimeMs, pools: [] };
}
