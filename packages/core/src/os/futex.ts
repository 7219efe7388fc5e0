// Sleeping and waking on a word of shared memory, between processes: shared futexes, never private ones.
import { constants } from 'node:os';
import { libc } from './libc/libc.js';
import { systemError } from './libc/system-error.js';

const FUTEX_WAIT = 0;
const FUTEX_WAKE = 1;
const { EAGAIN, EINTR, ETIMEDOUT } = constants.errno;

/**
 * `woken`: by a wake, by a signal or for no reason, so look again; `timeout`; `changed`: the word no longer had the
 * expected value, so the thread did not sleep.
 */
export type FutexOutcome = 'woken' | 'timeout' | 'changed';

// struct timespec, {i64 seconds, i64 nanoseconds}, little-endian; one per thread, filled in for each call.
// The high words stay zero.
const timespec = new Int32Array(new ArrayBuffer(16));
const SECONDS = 0;
const NANOSECONDS = 2;
const MAX_TIMEOUT_MS = 0x7fff_ffff;

/**
 * Puts the calling thread to sleep while the 32-bit word at `address` is `expected` (signed or unsigned), for at most
 * `timeoutMs` (`Infinity`: for ever).
 */
export function futexWait(address: bigint, expected: number, timeoutMs: number): FutexOutcome {
  const c = libc();
  let result: number;
  if (timeoutMs === Infinity) {
    result = c.futexWait(c.futexSyscall, address, FUTEX_WAIT, expected >>> 0, null);
  } else {
    const ms = timeoutMs < 0 ? 0 : Math.min(timeoutMs, MAX_TIMEOUT_MS);
    const seconds = Math.floor(ms / 1000);
    timespec[SECONDS] = seconds;
    timespec[NANOSECONDS] = Math.min(999_999_999, (ms - seconds * 1000) * 1e6);
    result = c.futexWait(c.futexSyscall, address, FUTEX_WAIT, expected >>> 0, timespec);
  }
  if (result === 0) return 'woken';
  const errno = c.errno();
  if (errno === ETIMEDOUT) return 'timeout';
  if (errno === EAGAIN) return 'changed';
  if (errno === EINTR) return 'woken';
  throw systemError('futex wait', errno, `address 0x${address.toString(16)}`);
}

/** Wakes at most `count` sleepers on the word at `address`; returns how many were woken. */
export function futexWake(address: bigint, count: number): number {
  const c = libc();
  const woken = c.futexWake(c.futexSyscall, address, FUTEX_WAKE, count);
  if (woken < 0) throw systemError('futex wake', c.errno(), `address 0x${address.toString(16)}`);
  return woken;
}

let schedYield = (): void => {
  const native: () => number = libc().schedYield;
  schedYield = native;
  native();
};

/** Lets another thread run on this core, if one wants to. */
export function yieldProcessor(): void {
  schedYield();
}
