import { constants } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { type BdevErrorCode } from '../error-codes.js';
import { bdevError, errnoOf } from '../errors.js';
import { FileDevice } from './file-device.js';

/**
 * Opens the file at `path` as a device, creating it if it is not there and growing it to `capacity` (0: it stays as
 * large as it is). What the file holds is kept, and it is never cut. A failure leaves nothing behind.
 */
export async function openFileDevice(path: string, capacity: number, ioDepth: number): Promise<FileDevice> {
  const { file, created } = await openOrCreate(path);
  try {
    const fileBytes = await sizeOf(file, path);
    const bytes = capacity || fileBytes;
    if (bytes === 0) {
      throw bdevError('ZERO_SIZE', `${path} is empty: give the device a capacity, or a file that has a size`);
    }
    if (bytes > fileBytes)
      await attempt('RESIZE_FAILED', `grow ${path} to ${bytes} bytes`, file.truncate(bytes));
    return new FileDevice(file, bytes, ioDepth);
  } catch (error) {
    await file.close();
    if (created) await unlink(path);
    throw error;
  }
}

async function openOrCreate(path: string): Promise<{ file: FileHandle; created: boolean }> {
  const create = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
  try {
    return { file: await open(path, create, 0o600), created: true };
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw failure('OPEN_FAILED', `open ${path}`, error);
  }
  const file = await attempt('OPEN_FAILED', `open ${path}`, open(path, constants.O_RDWR));
  return { file, created: false };
}

async function sizeOf(file: FileHandle, path: string): Promise<number> {
  const stats = await attempt('STAT_FAILED', `inspect ${path}`, file.stat());
  if (!stats.isFile()) throw bdevError('STAT_FAILED', `${path} is not a regular file`);
  return stats.size;
}

async function attempt<T>(code: BdevErrorCode, what: string, step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    throw failure(code, what, error);
  }
}

function failure(code: BdevErrorCode, what: string, error: unknown): Error {
  return bdevError(code, `cannot ${what}: ${errnoOf(error)}`);
}
