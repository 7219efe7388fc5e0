import { getSystemErrorName } from 'node:util';
import { ChimaeraError } from '../../errors.js';

/** The error for a failed system call: names the call, the system's name of the error, and what it was about. */
export function systemError(call: string, errno: number, about: string): ChimaeraError {
  return new ChimaeraError('SYSTEM_ERROR', `${call} failed with ${errnoName(errno)}: ${about}`);
}

/** ENOSPC for 28, and so on. */
export function errnoName(errno: number): string {
  return errno > 0 ? getSystemErrorName(-errno) : `errno ${errno}`;
}
