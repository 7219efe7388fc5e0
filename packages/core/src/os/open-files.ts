// What to say when the system opens no more files: EMFILE for the limit of this process, ENFILE for that of the system.
// Some errors of Node's module loader have the system's text alone.
import { ChimaeraError, textOfThrown } from '../errors.js';

const REMEDY = 'close files and sockets that the program no longer needs, or raise the limit (ulimit -n)';

/** Whether something failed for want of a file descriptor, be it an error of Node's, of ours, or a thread's. */
export function lacksDescriptor(error: unknown): boolean {
  return /\bE[MN]FILE\b|too many open files/.test(
    `${(error as { code?: unknown } | null)?.code} ${textOfThrown(error)}`,
  );
}

/** The remedy if that is what the error is about; else `otherwise`. */
export function remedyFor(error: unknown, otherwise: string): string {
  return lacksDescriptor(error) ? REMEDY : otherwise;
}

/** A message about an error, with the remedy if that is what it is about. */
export function withRemedy(message: string): string {
  const lacksIt = lacksDescriptor(message) && !message.includes(REMEDY);
  return lacksIt ? `${message.replace(/\.$/, '')}; ${REMEDY}` : message;
}

/** An error of ours that names the remedy; any other error as it is. */
export function explained(error: unknown, what: string): unknown {
  if (!lacksDescriptor(error)) return error;
  const text = textOfThrown(error);
  if (text.includes(REMEDY)) return error;
  return new ChimaeraError('SYSTEM_ERROR', withRemedy(`${what}: ${text}`), { cause: error });
}
