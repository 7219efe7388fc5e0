/** What a command answers goes to stdout, whole. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line, so that programs can read it. */
export function printJson(value: unknown): void {
  printLine(JSON.stringify(value));
}
