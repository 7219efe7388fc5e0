/**
 * Parses the command line of a program of the bench. For `help` it prints the usage, for nonsense it says what is
 * wrong; both end the process.
 * @param parse returns the options, or 'help'; throws an Error that says what is wrong
 */
export function readOptions<T extends object>(
  args: readonly string[],
  parse: (args: readonly string[]) => T | 'help',
  usage: string,
): T {
  try {
    const options = parse(args);
    if (options !== 'help') return options;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`bench: ${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** @throws Error if it is not a number of repeats */
export function repeatsOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`--repeats is '${text}'; give a whole number from 1 to 9999`);
}

/** Whether `quick`, the only word that these programs understand, is among them. @throws Error for any other */
export function isQuick(words: readonly string[]): boolean {
  const stranger = words.find((word) => word !== 'quick');
  if (stranger !== undefined) throw new Error(`'${stranger}' is not understood`);
  return words.length > 0;
}
