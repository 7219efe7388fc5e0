import { printable } from '@chimaera/core/runtime';

/** What a command answers goes to stdout, whole; names and paths in it steer no terminal. */
export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** One line, so that programs can read it. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
