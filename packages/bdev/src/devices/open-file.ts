import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { deviceIo } from '@chimaera/core/module';
import { type IoEngine } from '../engine/io-engine.js';
import { type BdevErrorCode } from '../error-codes.js';
import { bdevError, errnoName, errnoOf, withRemedy } from '../errors.js';
import { claimFile } from './claim-file.js';
import { FileDevice, type OpenFile } from './file-device.js';

const { O_CREAT, O_DIRECT, O_EXCL, O_RDWR } = constants;
/** Errors of posix_fallocate on a file system that cannot reserve space. */
const CANNOT_RESERVE = ['EOPNOTSUPP', 'ENOTSUP', 'EINVAL'];

export interface FileOptions {
  /** In bytes; 0: the size of the file. */
  readonly capacity: number;
  readonly ioDepth: number;
  /** Bypass the page cache where that is possible. */
  readonly directIo: boolean;
  readonly engine: IoEngine;
}

/**
 * Opens the file or block device at `path` as a device. A missing file is created. The file grows to `capacity`, and
 * its space is reserved, so that no later write fails for lack of it. Its contents are kept, and it is never truncated.
 * A failure leaves nothing behind.
 * @throws DEVICE_BUSY if another device has the file, under whatever name
 */
export async function openFileDevice(path: string, options: FileOptions): Promise<FileDevice> {
  const { file: buffered, created } = await openOrCreate(path);
  let handle = buffered;
  try {
    await claimFile(buffered, path);
    const stats = await attempt('STAT_FAILED', `inspect ${path}`, buffered.stat());
    const mediumBytes = await sizeOf(buffered, stats, path);
    const bytes = options.capacity || mediumBytes;
    if (bytes === 0) {
      throw bdevError('ZERO_SIZE', `${path} is empty: give the device a capacity, or a file that has a size`);
    }
    if (stats.isBlockDevice()) {
      if (bytes > mediumBytes)
        throw bdevError('RESIZE_FAILED', `${path} has ${mediumBytes} bytes: it cannot grow to ${bytes}`);
    } else if (options.capacity > 0) {
      await reserve(buffered, path, mediumBytes, bytes);
    }
    const direct = options.directIo ? await reopenDirect(buffered, path) : undefined;
    if (direct) {
      handle = direct.handle;
      await buffered.close(); // the claim ends with it
      await claimFile(handle, path);
    }
    return new FileDevice(describe(handle, bytes, direct?.alignment), options.engine, options.ioDepth);
  } catch (error) {
    await handle.close();
    if (created) await unlink(path);
    throw error;
  }
}

function describe(
  handle: FileHandle,
  bytes: number,
  alignment: deviceIo.DirectIoAlignment | undefined,
): OpenFile {
  if (alignment === undefined)
    return { handle, capacity: bytes, isDirect: false, sectorBytes: 1, memoryAlignment: 1 };
  return {
    handle,
    // Writing to a sector in which the file ends would make the file longer.
    capacity: bytes - (bytes % alignment.offset),
    isDirect: true,
    sectorBytes: alignment.offset,
    memoryAlignment: alignment.memory,
  };
}

async function openOrCreate(path: string): Promise<{ file: FileHandle; created: boolean }> {
  try {
    return { file: await open(path, O_RDWR | O_CREAT | O_EXCL, 0o600), created: true };
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw failure('OPEN_FAILED', `open ${path}`, errnoOf(error));
  }
  const file = await attempt('OPEN_FAILED', `open ${path}`, open(path, O_RDWR));
  return { file, created: false };
}

async function sizeOf(file: FileHandle, stats: Stats, path: string): Promise<number> {
  if (stats.isFile()) return stats.size;
  if (stats.isBlockDevice()) return deviceIo.blockDeviceBytes(file.fd);
  throw bdevError('STAT_FAILED', `${path} is neither a regular file nor a block device`);
}

/** Grows the file if it is shorter than `bytes`; a failure leaves it as long as it was. */
async function reserve(file: FileHandle, path: string, fileBytes: number, bytes: number): Promise<void> {
  const what = `reserve ${bytes} bytes for ${path}`;
  const errno = errnoName(-(await deviceIo.reserveFile(file.fd, bytes)));
  if (errno === 'errno 0') return;
  const length = CANNOT_RESERVE.includes(errno) ? Math.max(bytes, fileBytes) : fileBytes;
  await attempt('RESIZE_FAILED', what, file.truncate(length));
  if (!CANNOT_RESERVE.includes(errno)) throw failure('RESIZE_FAILED', what, errno);
}

/**
 * Opens the same file again, without the page cache, and finds out what that requires; undefined if it is not possible.
 */
async function reopenDirect(
  buffered: FileHandle,
  path: string,
): Promise<{ handle: FileHandle; alignment: deviceIo.DirectIoAlignment } | undefined> {
  let handle: FileHandle;
  try {
    // Not by its name, which may belong to another file by now.
    handle = await open(`/proc/self/fd/${buffered.fd}`, O_RDWR | O_DIRECT);
  } catch (error) {
    if (errnoOf(error) === 'EINVAL' || errnoOf(error) === 'EOPNOTSUPP') return undefined;
    throw failure('OPEN_FAILED', `open ${path} for direct I/O`, errnoOf(error));
  }
  const alignment = deviceIo.directIoAlignment(handle.fd);
  if (alignment && (await canReadDirectly(handle, alignment))) return { handle, alignment };
  await handle.close();
  return undefined;
}

/** Some file systems open a file for direct I/O and then refuse the first transfer. */
async function canReadDirectly(handle: FileHandle, alignment: deviceIo.DirectIoAlignment): Promise<boolean> {
  const sector = (probe ??= deviceIo.mapPrivateMemory(PROBE_BYTES)).subarray(0, alignment.offset);
  if (sector.byteLength < alignment.offset) return false;
  try {
    await handle.read(sector, 0, sector.byteLength, 0);
    return true;
  } catch (error) {
    // Any other error is the medium's failure, to be reported when somebody reads there.
    return errnoOf(error) !== 'EINVAL';
  }
}

const PROBE_BYTES = 64 * 1024;
let probe: Uint8Array | undefined;

async function attempt<T>(code: BdevErrorCode, what: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    throw failure(code, what, errnoOf(error));
  }
}

function failure(code: BdevErrorCode, what: string, errno: string): Error {
  return bdevError(code, `cannot ${what}: ${withRemedy(errno)}`);
}
