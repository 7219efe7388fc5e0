// What a file or a block device requires of transfers that bypass the page cache.
import { fileCalls } from './libc/file-calls.js';
import { libc } from './libc/libc.js';
import { systemError } from './libc/system-error.js';

const STATX_DIOALIGN = 0x2000;
const STATX_BYTES = 256;
const STATX_MASK_AT = 0;
const STATX_MEMORY_ALIGN_AT = 152;
const STATX_OFFSET_ALIGN_AT = 156;
/** Sufficient for every file system with direct I/O; used where the kernel does not tell (before 6.1). */
const CAUTIOUS_ALIGN = 4096;
const BLKGETSIZE64 = 0x8008_1272;

/** Transfers begin and end at multiples of these. */
export interface DirectIoAlignment {
  readonly memory: number;
  readonly offset: number;
}

/** The alignment that direct transfers of an open file need; undefined if it supports none. */
export function directIoAlignment(fd: number): DirectIoAlignment | undefined {
  const result = Buffer.alloc(STATX_BYTES);
  const known = fileCalls().statx(fd, STATX_DIOALIGN, result) === 0;
  if (!known || (result.readUInt32LE(STATX_MASK_AT) & STATX_DIOALIGN) === 0)
    return { memory: CAUTIOUS_ALIGN, offset: CAUTIOUS_ALIGN };
  const memory = result.readUInt32LE(STATX_MEMORY_ALIGN_AT);
  const offset = result.readUInt32LE(STATX_OFFSET_ALIGN_AT);
  return memory === 0 || offset === 0 ? undefined : { memory, offset };
}

/** Size of an open block device, for which stat() says 0. @throws ChimaeraError SYSTEM_ERROR */
export function blockDeviceBytes(fd: number): number {
  const bytes = Buffer.alloc(8);
  if (fileCalls().ioctl(fd, BLKGETSIZE64, bytes) < 0)
    throw systemError('ioctl(BLKGETSIZE64)', libc().errno(), 'the size of a block device');
  return Number(bytes.readBigUInt64LE());
}

/**
 * Reserves the first `byteLength` bytes of a file, so that no write to them fails for lack of space; a shorter file
 * grows. Runs on a thread of the pool. Resolves to 0 or an error number.
 */
export function reserveFile(fd: number, byteLength: number): Promise<number> {
  return libc().posixFallocateAsync(fd, 0, byteLength);
}
