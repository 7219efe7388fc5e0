/** Flags that say what the program is; threads have entries of their own. */
const WITHOUT_VALUE = new Set(['--check', '-c', '--interactive', '-i', '--test', '--watch']);
const WITH_VALUE = new Set(['--input-type', '--eval', '-e', '--print', '-p', '-pe', '--watch-path']);

/** The Node flags of this program that its threads share: all but those that only make sense for a program. */
export function threadFlags(flags: readonly string[] = process.execArgv): string[] {
  const kept: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const [name] = flags[i].split('=', 1);
    if (WITH_VALUE.has(name)) i += flags[i].includes('=') ? 0 : 1;
    else if (!WITHOUT_VALUE.has(name)) kept.push(flags[i]);
  }
  return kept;
}
