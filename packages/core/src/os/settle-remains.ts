// Cleans up after a thread, however it has ended: see thread-remains.ts.
import { setTimeout as sleep } from 'node:timers/promises';
import { underWayIn } from './io-uring-layout.js';
import { fileCalls } from './libc/file-calls.js';
import { libc } from './libc/libc.js';
import { MADV_DONTNEED } from './native-memory.js';
import type { MemoryRange, RingRemains, ThreadRemains } from './thread-remains.js';

const FIRST_LOOK_MS = 1;
const LAST_LOOK_MS = 50;

/**
 * Waits until the kernel has ended the transfers of a dead thread, then releases the thread's resources. Until then the
 * kernel may write to the thread's buffers and to those of its clients, so they must not be given to others.
 * @returns false if transfers are still under way after `limitMs`; then nothing has been released
 */
export async function settleRemains(remains: ThreadRemains, limitMs: number): Promise<boolean> {
  const rings = remains.rings.map((ring) => ({ ...ring, words: viewOf(ring) }));
  const deadlineMs = performance.now() + limitMs;
  for (let lookMs = FIRST_LOOK_MS; rings.some(isBusy); lookMs = Math.min(lookMs * 2, LAST_LOOK_MS)) {
    if (performance.now() > deadlineMs) return false;
    await sleep(lookMs);
  }
  const { descriptors, memory } = remains;
  remains.clear();
  for (const fd of descriptors) fileCalls().close(fd); // it is closed already, if the thread had no time to say so
  for (const { address, byteLength } of memory)
    fileCalls().madvise(BigInt(address), byteLength, MADV_DONTNEED);
  // The kernel keeps a ring for as long as its memory is mapped.
  for (const ring of rings) for (const range of [ring.rings, ring.sqes]) unmap(range);
  return true;
}

type Words = Pick<Parameters<typeof underWayIn>, 0 | 1>;

function viewOf({ rings, sqes }: RingRemains): Words {
  const view = ({ address, byteLength }: MemoryRange): ArrayBuffer =>
    libc().view(BigInt(address), byteLength);
  return [new Int32Array(view(rings)), new Uint32Array(view(sqes))];
}

function isBusy({ words, places, silent }: RingRemains & { readonly words: Words }): boolean {
  return underWayIn(words[0], words[1], places, silent) > 0;
}

function unmap({ address, byteLength }: MemoryRange): void {
  fileCalls().munmap(BigInt(address), byteLength);
}
