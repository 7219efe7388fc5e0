import type { PoolStatus } from '../client/control-protocol.js';
import { requestControl } from './control-request.js';
import { lockHolder } from './lock-file.js';
import { lockPath } from './runtime-files.js';
import { readState } from './state-file.js';

const ANSWER_TIMEOUT_MS = 3000;

/** What `chimaera runtime status` tells. */
export type RuntimeStatus =
  | { readonly running: false; readonly dir: string }
  | {
      readonly running: true;
      readonly pid: number;
      readonly dir: string;
      readonly workers: number;
      readonly uptimeMs: number;
      readonly pools: readonly PoolStatus[];
    };

/** From the runtime itself; one that does not answer, because it starts or stops, is known by its lock. */
export async function runtimeStatus(dir: string): Promise<RuntimeStatus> {
  const holder = lockHolder(lockPath(dir));
  if (holder === undefined) return { running: false, dir };
  const reply = await requestControl(dir, { t: 'status' }, ANSWER_TIMEOUT_MS);
  if (reply?.t === 'status') {
    const { pid, workers, uptimeMs, pools } = reply;
    return { running: true, pid, dir, workers, uptimeMs, pools };
  }
  const state = readState(dir);
  const uptimeMs = state === undefined ? 0 : Date.now() - state.readyAtMs;
  return { running: true, pid: holder.pid, dir, workers: state?.workers ?? 0, uptimeMs, pools: [] };
}
