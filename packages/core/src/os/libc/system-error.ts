import { getSystemErrorName } from 'node:util';
import { ChimaeraError } from '../../errors.js';
import { withRemedy } from '../open-files.js';

/** The error for a failed system call: names the call, the system's name of the error, and what it was about. */
export function systemError(call: string, errno: number, about: string): ChimaeraError {
  const message = `${call} failed with ${errnoName(errno)}: ${about}`;
  return new ChimaeraError('SYSTEM_ERROR', withRemedy(message));
}

/** ENOSPC for 28, and so on. */
export function errnoName(errno: number): string {
  return errno > 0 ? getSystemErrorName(-errno) : `errno ${errno}`;
}
