// What a process passes on to the runtime that it starts, and a runtime cannot do without.
import { ChimaeraError } from '../../errors.js';

const OWNER_RIGHTS = 0o700;

/**
 * @throws ChimaeraError RUNTIME_START_FAILED if the working directory was removed, or if the umask would close the
 * runtime's own files to it
 */
export function checkSurroundings(umask = process.umask(), userId = process.geteuid?.() ?? 0): void {
  try {
    process.cwd();
  } catch (cause) {
    throw new ChimaeraError(
      'RUNTIME_START_FAILED',
      'the working directory of this process was removed, and the runtime would start in it; change to another one',
      { cause },
    );
  }
  if ((umask & OWNER_RIGHTS) === 0 || userId === 0) return;
  const octal = umask.toString(8).padStart(4, '0');
  throw new ChimaeraError(
    'RUNTIME_START_FAILED',
    `with the umask ${octal} the runtime could not read its own files, since it takes rights from their owner; ` +
      'set another one, such as: umask 077',
  );
}
