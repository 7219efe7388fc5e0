// Locks that the system takes back when their owner dies.
import { fileCalls } from './libc/file-calls.js';
import { libc } from './libc/libc.js';
import { errnoName, systemError } from './libc/system-error.js';

const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * Locks an open file for this descriptor alone, until it is closed or its process ends, however that ends. Another
 * descriptor of the same file, in this process too, does not get the lock meanwhile.
 * @returns false when somebody else has it
 * @throws ChimaeraError SYSTEM_ERROR where the file cannot be locked at all
 */
export function tryLockFile(fd: number): boolean {
  if (fileCalls().flock(fd, LOCK_EX | LOCK_NB) === 0) return true;
  const errno = libc().errno();
  if (errnoName(errno) === 'EAGAIN') return false;
  throw systemError('flock', errno, 'an open file');
}
