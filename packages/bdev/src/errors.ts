import { getSystemErrorName } from 'node:util';
import { TaskError } from '@chimaera/core/module';
import { type BdevErrorCode, BdevErrors } from './error-codes.js';

/** The error that ends a task with a code of the table. */
export function bdevError(code: BdevErrorCode, message: string): TaskError {
  return new TaskError(BdevErrors[code], code, message);
}

export type IoOperation = 'read' | 'write' | 'flush';

/** The operating system has failed a transfer, wholly or in part. */
export class IoError extends TaskError {
  readonly operation: IoOperation;
  /** `EIO` and so on, or `end of file`. */
  readonly errno: string;
  readonly offset: number;
  readonly bytesDone: number;
  readonly bytes: number;

  constructor(operation: IoOperation, errno: string, offset: number, bytesDone: number, bytes: number) {
    super(
      BdevErrors.IO_ERROR,
      'IO_ERROR',
      operation === 'flush'
        ? `flush failed with ${errno}`
        : `${operation} of ${bytes} bytes at offset ${offset} failed with ${errno} after ${bytesDone} bytes`,
    );
    this.operation = operation;
    this.errno = errno;
    this.offset = offset;
    this.bytesDone = bytesDone;
    this.bytes = bytes;
  }

  /** The same failure, as that of a larger transfer of which this was a part. */
  within(offset: number, bytesDone: number, bytes: number): IoError {
    return new IoError(this.operation, this.errno, offset, bytesDone, bytes);
  }
}

/** The code of a system error, such as `EACCES`; the text of anything else. */
export function errnoOf(error: unknown): string {
  // Not by instanceof: under some test runners, errors of node: modules belong to another realm.
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : String(error);
}

/** What to do if the system refuses a file. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOENT: 'make its directory first',
  ENOTDIR: 'a file is in the place of a directory on the way to it',
  EISDIR: 'it is a directory: name a file in it',
  EACCES: 'see that the user of the runtime may read and write it, or make it',
  EPERM: 'see that the user of the runtime may read and write it, or make it',
  EROFS: 'the file system is read-only: choose another place',
  ENOSPC: 'make room on that disk, or ask for less',
  EDQUOT: 'make room in your share of that disk, or ask for less',
};

/** The end of a message about a file: the system's name of the error and, if one is known, the remedy. */
export function withRemedy(errno: string): string {
  return Object.hasOwn(REMEDIES, errno) ? `${errno}; ${REMEDIES[errno]}` : errno;
}

/** `EIO` for -5, and so on. */
export function errnoName(result: number): string {
  try {
    return getSystemErrorName(result);
  } catch {
    return `errno ${-result}`;
  }
}
