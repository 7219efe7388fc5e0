import { ChimaeraError, textOfThrown } from '../../errors.js';

/** Gives what the system refuses (a read-only or full disk) an error code of ours. */
export function startError(error: unknown, dir: string): ChimaeraError {
  if (error instanceof ChimaeraError) return error;
  const isOfSystem = typeof (error as NodeJS.ErrnoException | undefined)?.errno === 'number';
  const remedy = isOfSystem
    ? '; see that you may write there and that there is room, also in /dev/shm, or choose another directory: --dir, ' +
      'CHI_RUNTIME_DIR, or dir of startEmbedded()'
    : '';
  const message = `the runtime in ${dir} could not be started: ${textOfThrown(error)}${remedy}`;
  return new ChimaeraError('RUNTIME_START_FAILED', message, { cause: error });
}
