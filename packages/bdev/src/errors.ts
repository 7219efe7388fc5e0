import { TaskError } from '@chimaera/core/module';
import { type BdevErrorCode, BdevErrors } from './error-codes.js';

/** The error that ends a task with a code of the table. */
export function bdevError(code: BdevErrorCode, message: string): TaskError {
  return new TaskError(BdevErrors[code], code, message);
}

/** A transfer that the operating system failed, part of the way or at once. */
export class IoError extends TaskError {
  readonly errno: string;
  readonly bytesDone: number;

  constructor(
    operation: 'read' | 'write' | 'flush',
    errno: string,
    offset: number,
    bytesDone: number,
    bytes: number,
  ) {
    super(
      BdevErrors.IO_ERROR,
      'IO_ERROR',
      `${operation} of ${bytes} bytes at offset ${offset} failed with ${errno} after ${bytesDone} bytes`,
    );
    this.errno = errno;
    this.bytesDone = bytesDone;
  }
}

/** `EACCES` of a system error; the text of anything else. */
export function errnoOf(error: unknown): string {
  // Not by instanceof: errors of node: modules are of another realm under some test runners.
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : String(error);
}
