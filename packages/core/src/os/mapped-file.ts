// Files of shared memory: created whole or not at all, mapped once, and never truncated or unmapped while a view may
// live, because either would kill the process that touches the view.
import {
  closeSync,
  constants as fsConstants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  rmSync,
  statfsSync,
  unlinkSync,
} from 'node:fs';
import { constants as osConstants } from 'node:os';
import { dirname } from 'node:path';
import { ChimaeraError } from '../errors.js';
import { libc, MAP_FAILED } from './libc/libc.js';
import { errnoName, systemError } from './libc/system-error.js';
import { noteAddress } from './native-memory.js';
import { remedyFor } from './open-files.js';

const PROT_READ_WRITE = 0x1 | 0x2;
const MAP_SHARED = 0x01;
const FALLOC_FL_KEEP_SIZE = 0x01;
const FALLOC_FL_PUNCH_HOLE = 0x02;
const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = fsConstants;
const { EINTR, ENOMEM, ENOSPC } = osConstants.errno;

/** Memory that other processes share. It stays mapped until the process ends. */
export interface MappedMemory {
  readonly buffer: ArrayBuffer;
  /** Where it lies in this process: for futexes, and for worker threads to adopt. */
  readonly address: bigint;
  readonly byteLength: number;
  readonly path: string;
}

/**
 * Creates a file of mode 0600 with all its pages reserved, and maps it. Too little room is the error
 * `SHM_TOO_SMALL` and leaves no file; an existing file is an error.
 */
export function createMappedFile(path: string, byteLength: number): MappedMemory {
  const c = libc();
  const fd = openNewFile(path, byteLength);
  try {
    let errno: number;
    do errno = c.posixFallocate(fd, 0, byteLength);
    while (errno === EINTR);
    checkReserved(errno, path, byteLength);
    return map(fd, path, byteLength);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** A file whose pages are still to be reserved. Do not touch them before that. */
export interface PendingFile {
  readonly memory: MappedMemory;
  /**
   * Reserves the first pages, or all. One call at a time. @throws ChimaeraError SHM_TOO_SMALL; the file is removed then
   */
  reserve(byteLength?: number): Promise<void>;
}

/**
 * The same in two steps. The pages are reserved on a thread of the pool, which takes a quarter of a millisecond per
 * MiB: time that a starting process can use for something else.
 */
export function createPendingFile(path: string, byteLength: number): PendingFile {
  const fd = openNewFile(path, byteLength);
  try {
    ftruncateSync(fd, byteLength);
    return {
      memory: map(fd, path, byteLength),
      reserve: (wanted = byteLength) => reserve(path, Math.min(wanted, byteLength)),
    };
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

async function reserve(path: string, byteLength: number): Promise<void> {
  const c = libc();
  const fd = openSync(path, O_RDWR | O_NOFOLLOW);
  try {
    let errno: number;
    do errno = await c.posixFallocateAsync(fd, 0, byteLength);
    while (errno === EINTR);
    checkReserved(errno, path, byteLength);
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** What this thread has mapped, by path. The mapping keeps the inode alive, so its number is not reused. */
const opened = new Map<
  string,
  { readonly dev: number; readonly ino: number; readonly memory: MappedMemory }
>();

/**
 * Maps an existing file, which must have exactly `expectedBytes`. Mappings are never undone, so a file that was opened
 * before is not mapped again.
 */
export function openMappedFile(path: string, expectedBytes: number): MappedMemory {
  checkByteLength(path, expectedBytes);
  const fd = openSegment(path);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size !== expectedBytes) {
      throw new ChimaeraError(
        'CONNECT_FAILED',
        `${path} has ${stat.size} bytes where the runtime announced ${expectedBytes}; it may have been restarted: connect again`,
      );
    }
    const { dev, ino } = stat;
    const known = opened.get(path);
    if (known !== undefined && known.dev === dev && known.ino === ino) return known.memory;
    const memory = map(fd, path, expectedBytes);
    opened.set(path, { dev, ino, memory });
    return memory;
  } finally {
    closeSync(fd);
  }
}

/** For a worker thread: a view of what another thread of this process has mapped. */
export function adoptMapping(address: bigint, byteLength: number, path = ''): MappedMemory {
  const buffer = libc().view(address, byteLength);
  noteAddress(buffer, address);
  return { buffer, address, byteLength, path };
}

/** Gives the pages of a range back to the system; they read as zero afterwards. The size stays. */
export function punchHole(file: string | number, offset: number, byteLength: number): void {
  const fd = typeof file === 'number' ? file : openSync(file, O_RDWR | O_NOFOLLOW);
  try {
    const mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    if (libc().fallocate(fd, mode, offset, byteLength) !== 0) {
      throw systemError('fallocate (punch hole)', libc().errno(), String(file));
    }
  } finally {
    if (fd !== file) closeSync(fd);
  }
}

/** Bytes of a retired file that stay: whoever still has it mapped reads in its header how the runtime has ended. */
const KEPT_BYTES = 4096;

/**
 * Gives back the memory of a file except for its first page, even where it is still mapped, and removes it. A missing
 * file is fine. If somebody has put anything but a file there, that is removed with all its contents.
 */
export function retireFile(path: string): void {
  // With bigints: see os/doorbell.ts.
  const found = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  if (found === undefined) return;
  if (found.isDirectory()) return rmSync(path, { recursive: true, force: true });
  if (!found.isFile()) return unlink(path);
  const fd = openSync(path, O_RDWR | O_NOFOLLOW);
  try {
    const { size } = fstatSync(fd);
    if (size > KEPT_BYTES) punchHole(fd, KEPT_BYTES, size - KEPT_BYTES);
  } finally {
    closeSync(fd);
    rmSync(path, { force: true });
  }
}

function unlink(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Throws `SHM_TOO_SMALL` unless the file system of `directory` has room for `byteLength` bytes. */
export function checkFreeSpace(directory: string, byteLength: number): void {
  const available = availableBytes(directory);
  if (available < byteLength) throw tooSmall(directory, byteLength, available);
}

function openNewFile(path: string, byteLength: number): number {
  checkByteLength(path, byteLength);
  checkFreeSpace(dirname(path), byteLength);
  return openSync(path, O_RDWR | O_CREAT | O_EXCL, 0o600);
}

/** Turns the error number from reserving pages into an error. */
function checkReserved(errno: number, path: string, byteLength: number): void {
  if (errno === ENOSPC || errno === ENOMEM) {
    throw tooSmall(dirname(path), byteLength, availableBytes(dirname(path)), errnoName(errno));
  }
  if (errno !== 0) throw systemError('posix_fallocate', errno, `${path}, ${byteLength} bytes`);
}

function map(fd: number, path: string, byteLength: number): MappedMemory {
  const address = libc().mmap(null, byteLength, PROT_READ_WRITE, MAP_SHARED, fd, 0);
  if (address === MAP_FAILED) throw systemError('mmap', libc().errno(), `${path}, ${byteLength} bytes`);
  return adoptMapping(address, byteLength, path);
}

function openSegment(path: string): number {
  try {
    return openSync(path, O_RDWR | O_NOFOLLOW);
  } catch (cause) {
    throw new ChimaeraError(
      'CONNECT_FAILED',
      `the shared memory of the runtime cannot be opened: ${String(cause)}; ${remedyFor(cause, 'it may have stopped: start it and connect again')}`,
      { cause },
    );
  }
}

/** Bytes that the file system has left. A tmpfs without a limit reports no blocks at all. */
function availableBytes(directory: string): number {
  const { blocks, bavail, bsize } = statfsSync(directory);
  return blocks === 0 ? Infinity : bavail * bsize;
}

function checkByteLength(path: string, byteLength: number): void {
  if (!Number.isSafeInteger(byteLength) || byteLength <= 0) {
    throw new ChimaeraError('INVALID_ARGUMENT', `${path} cannot have ${byteLength} bytes`);
  }
}

function tooSmall(directory: string, wanted: number, available: number, reason = ''): ChimaeraError {
  const MiB = 2 ** 20;
  const room = available === Infinity ? 'the system has less' : `${Math.floor(available / MiB)} MB are free`;
  return new ChimaeraError(
    'SHM_TOO_SMALL',
    `${directory} has too little room${reason && ` (${reason})`}: ${Math.ceil(wanted / MiB)} MB of shared memory are needed, ${room}; ` +
      'lower the memory.* sizes in the configuration, or make /dev/shm bigger ' +
      '(docker run --shm-size=512m; mount -o remount,size=512M /dev/shm)',
  );
}
