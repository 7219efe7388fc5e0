import { getSystemErrorName } from 'node:util';
import { TaskError } from '@chimaera/core/module';
import { type BdevErrorCode, BdevErrors } from './error-codes.js';

/** The error that ends a task with a code of the table. */
export function bdevError(code: BdevErrorCode, message: string): TaskError {
  return new TaskError(BdevErrors[code], code, message);
}

export type IoOperation = 'read' | 'write' | 'flush';

/** A transfer that the operating system failed, part of the way or at once. */
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

  /** The same failure as one of a larger transfer, of which it was a part. */
  within(offset: number, bytesDone: number, bytes: number): IoError {
    return new IoError(this.operation, this.errno, offset, bytesDone, bytes);
  }
}

/** `EACCES` of a system error; the text of anything else. */
export function errnoOf(error: unknown): string {
  // Not by instanceof: errors of node: modules are of another realm under some test runners.
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : String(error);
}

/** `EIO` for -5, and so on. */
export function errnoName(result: number): string {
  try {
    return getSystemErrorName(result);
  } catch {
    return `errno ${-result}`;
  }
}
