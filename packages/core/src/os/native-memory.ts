// Memory whose address is known, so that the kernel can be told to read and write there.
import { ChimaeraError } from '../errors.js';
import { libc, MAP_FAILED, systemError } from './libc.js';

const PROT_READ_WRITE = 0x1 | 0x2;
const MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;

/** What has been mapped in this thread, and where. Addresses are below 2^47 on every system that we run on. */
const addresses = new WeakMap<ArrayBufferLike, number>();

/** @internal Of what os/ maps. */
export function noteAddress(buffer: ArrayBuffer, address: bigint): void {
  addresses.set(buffer, Number(address));
}

/** Address of the first byte of a view, or 0 when its memory was not mapped by us: V8 may move or free it. */
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
