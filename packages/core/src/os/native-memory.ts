// Memory with a known address, so that the kernel can be told to read and write there.
import { ChimaeraError } from '../errors.js';
import { fileCalls } from './libc/file-calls.js';
import { libc, MAP_FAILED } from './libc/libc.js';
import { systemError } from './libc/system-error.js';
import { remains } from './thread-remains.js';

const PROT_READ_WRITE = 0x1 | 0x2;
const MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;
/** @internal */
export const MADV_DONTNEED = 4;
const MADV_HUGEPAGE = 14;
/** Size of a huge page on both architectures. */
const HUGE_PAGE_BYTES = 2 ** 21;

/** What has been mapped in this thread, and where. Addresses are below 2^47 on every system that we support. */
const addresses = new WeakMap<ArrayBufferLike, number>();

/** @internal For memory that os/ maps. */
export function noteAddress(buffer: ArrayBuffer, address: bigint): void {
  addresses.set(buffer, Number(address));
}

/** Address of a view's first byte, or 0 if its memory was not mapped by us: V8 may move or free that. */
export function addressOf(view: Uint8Array): number {
  const address = addresses.get(view.buffer);
  return address === undefined ? 0 : address + view.byteOffset;
}

/** Private pages, zeroed and aligned to a page, which stay mapped until the process ends. @throws OUT_OF_MEMORY */
export function mapPrivateMemory(byteLength: number): Uint8Array {
  const c = libc();
  const address = c.mmap(null, byteLength, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  if (address === MAP_FAILED) {
    const { message } = systemError('mmap', c.errno(), `${byteLength} bytes of memory`);
    throw new ChimaeraError('OUT_OF_MEMORY', message);
  }
  const buffer = c.view(address, byteLength);
  noteAddress(buffer, address);
  return new Uint8Array(buffer);
}

/** Everything that this thread has mapped for bulk data. */
const bulk: Uint8Array[] = [];

/** What was given back, by its length. Mappings are never undone, because a view may be alive. */
const idle = new Map<number, Uint8Array[]>();

/**
 * Zeroed memory for bulk data, in huge pages where the system has them, which make random access to many MiB a quarter
 * faster. Pages are allocated when they are first written. @throws OUT_OF_MEMORY
 */
export function takeBulkMemory(byteLength: number): Uint8Array {
  const known = idle.get(byteLength)?.pop();
  if (known !== undefined) return known;
  if (bulk.length === 0) process.once('exit', giveAllBulkMemory);
  // Huge pages lie at multiples of their size; mappings do not.
  const mapped = mapPrivateMemory(byteLength + HUGE_PAGE_BYTES);
  const skip = (HUGE_PAGE_BYTES - (addressOf(mapped) % HUGE_PAGE_BYTES)) % HUGE_PAGE_BYTES;
  const memory = mapped.subarray(skip, skip + byteLength);
  // Only advice: if it is refused, the pages are small.
  fileCalls().madvise(BigInt(addressOf(memory)), byteLength, MADV_HUGEPAGE);
  bulk.push(memory);
  remains().noteMemory({ address: addressOf(memory), byteLength });
  return memory;
}

/** For the end of a worker thread: it is replaced, and its process goes on, so the mappings would keep their pages. */
function giveAllBulkMemory(): void {
  for (const memory of bulk) fileCalls().madvise(BigInt(addressOf(memory)), memory.byteLength, MADV_DONTNEED);
}

/** Gives the pages of `takeBulkMemory` back to the system. Nobody may touch the memory afterwards. */
export function giveBulkMemory(memory: Uint8Array): void {
  const { byteLength } = memory;
  // If the system refuses, the memory is not zeroed and must not be handed out again.
  if (fileCalls().madvise(BigInt(addressOf(memory)), byteLength, MADV_DONTNEED) !== 0) return;
  const others = idle.get(byteLength);
  if (others === undefined) idle.set(byteLength, [memory]);
  else others.push(memory);
}
