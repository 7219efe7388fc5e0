import { ChimaeraError, textOfThrown } from '../../errors.js';
import { lacksDescriptor, withRemedy } from '../../os/open-files.js';

const FILE_LIMIT =
  '; a segment is larger than the files that this process may write (ulimit -f): raise that limit, or lower the memory.* sizes';

/** Gives what the system refuses (a read-only or full disk) an error code of ours. */
export function startError(error: unknown, dir: string): ChimaeraError {
  if (error instanceof ChimaeraError) return error;
  if (lacksDescriptor(error)) return startFailure(error, dir, '');
  const { code, errno } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'EFBIG') return startFailure(error, dir, FILE_LIMIT);
  const isOfSystem = typeof errno === 'number';
  const remedy = isOfSystem
    ? '; make sure that you may write there and that there is room, also in /dev/shm, or choose another directory: --dir, ' +
      'CHI_RUNTIME_DIR, or dir of startEmbedded()'
    : '';
  return startFailure(error, dir, remedy);
}

function startFailure(error: unknown, dir: string, remedy: string): ChimaeraError {
  const message = `the runtime in ${dir} could not be started: ${textOfThrown(error)}${remedy}`;
  return new ChimaeraError('RUNTIME_START_FAILED', withRemedy(message), { cause: error });
}
