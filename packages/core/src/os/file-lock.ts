// Locks that the system releases when their owner dies.
import { fileCalls } from './libc/file-calls.js';
import { libc } from './libc/libc.js';
import { errnoName, systemError } from './libc/system-error.js';

const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * Locks an open file for this descriptor alone, until it is closed or its process ends in whatever way. Meanwhile no
 * other descriptor of the file gets the lock, not even in this process.
 * @returns false when somebody else holds the lock
 * @throws ChimaeraError SYSTEM_ERROR where the file cannot be locked at all
 */
export function tryLockFile(fd: number): boolean {
  if (fileCalls().flock(fd, LOCK_EX | LOCK_NB) === 0) return true;
  const errno = libc().errno();
  if (errnoName(errno) === 'EAGAIN') return false;
  throw systemError('flock', errno, 'an open file');
}
