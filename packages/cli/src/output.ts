import { printable } from '@chimaera/core/runtime';

/**
 * Whoever reads, such as `head`, may have seen enough: what else would be said is dropped, and the command goes on to
 * its end, with its own exit code.
 */
export function outliveReaders(): void {
  const ignore = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
  };
  process.stdout.on('error', ignore);
  process.stderr.on('error', ignore);
}

/** What a command answers goes to stdout, whole; names and paths in it steer no terminal. */
export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** One line, so that programs can read it. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
