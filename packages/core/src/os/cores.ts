// Which core a thread runs on, and how to get away from it.
import { coreCalls } from './libc/core-calls.js';

/** A cpu_set_t: room for 1,024 cores. */
const MASK_BYTES = 128;

const allowed = new Uint8Array(new ArrayBuffer(MASK_BYTES));
const others = new Uint8Array(new ArrayBuffer(MASK_BYTES));

/** Number of the core on which the calling thread is running; negative where the system does not say. */
export function currentCore(): number {
  return coreCalls().currentCore();
}

/**
 * Moves the calling thread to another core, if it is allowed on any other. Its set of allowed cores is the same
 * afterwards, and the kernel goes on moving it as it sees fit. False when it stays where it is.
 */
export function leaveCore(core: number): boolean {
  const calls = coreCalls();
  if (core < 0 || core >= MASK_BYTES * 8 || calls.getAffinity(0, MASK_BYTES, allowed) < 0) return false;
  others.set(allowed);
  others[core >>> 3]! &= ~(1 << (core & 7));
  if (others.every((bits) => bits === 0)) return false;
  // This call moves the thread at once; the next one only restores the mask.
  if (calls.setAffinity(0, MASK_BYTES, others) < 0) return false;
  calls.setAffinity(0, MASK_BYTES, allowed);
  return true;
}
