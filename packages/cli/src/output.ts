import { printable } from '@chimaera/core/runtime';
import { EXIT_FAILED, reportError } from './report-error.js';

/**
 * A reader such as `head` may have seen enough: the rest of the output is dropped, and the command runs to its end and
 * returns its own exit code. An answer that cannot be written, to a full disk for instance, is a failure, though what
 * the command did stays done.
 */
export function outliveReaders(): void {
  let hasFailed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || hasFailed) return;
    hasFailed = true;
    const message = `the command's output could not be written: ${error.message}`;
    reportError('chimaera', Object.assign(new Error(message), { code: 'SYSTEM_ERROR' }));
    process.on('exit', () => {
      process.exitCode ||= EXIT_FAILED;
    });
  });
  // There is no place left in which to say it.
  process.stderr.on('error', () => undefined);
}

/** A command's answer goes to stdout, complete. Names and paths in it cannot control the terminal. */
export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** On one line, for programs. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
