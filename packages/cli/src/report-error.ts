import { isDebugEnvironment, printable } from '@chimaera/core/runtime';
import { missingPackage } from './missing-package.js';

/** Exit codes for failures, and for a command line that is not understood. */
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** Writes `program: CODE: message` to stderr; adds the stack only for those who look for defects. */
export function reportError(
  program: string,
  error: unknown,
  write: (text: string) => void = (text) => void process.stderr.write(text),
): void {
  write(`${program}: ${printable(describeError(error))}\n`);
  if (isDebugEnvironment(process.env) && error instanceof Error && error.stack !== undefined)
    write(`${printable(error.stack)}\n`);
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const remedy = missingPackage(error);
  if (remedy !== undefined) return `MODULE_NOT_FOUND: ${remedy}`;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (syscall === 'uv_cwd') return 'SYSTEM_ERROR: this directory no longer exists; change to another one';
  if (typeof code !== 'string' || code === '') return `${error.name}: ${error.message}`;
  // Node's messages about system errors begin with the code.
  return error.message.startsWith(`${code}: `) ? error.message : `${code}: ${error.message}`;
}
