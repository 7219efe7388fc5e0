import { printable } from '@chimaera/core/runtime';

/**
 * A reader such as `head` may have seen enough: the rest of the output is dropped, and the command runs to its end and
 * returns its own exit code.
 */
export function outliveReaders(): void {
  const ignore = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
  };
  process.stdout.on('error', ignore);
  process.stderr.on('error', ignore);
}

/** A command's answer goes to stdout, complete. Names and paths in it cannot control the terminal. */
export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** On one line, for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
