/** Node flags of a program that its threads share: those about how code is found, loaded and reported. */
const WITHOUT_VALUE = new Set([
  '--enable-source-maps',
  '--experimental-vm-modules',
  '--no-deprecation',
  '--no-warnings',
  '--preserve-symlinks',
  '--trace-deprecation',
  '--trace-warnings',
]);
const WITH_VALUE = new Set([
  '--conditions',
  '-C',
  '--disable-warning',
  '--experimental-loader',
  '--import',
  '--loader',
  '--require',
  '-r',
]);

/**
 * The Node flags of this program that its threads get. All others are left out: Node refuses to start a thread with a
 * flag for the process or the engine as a whole, such as `--max-old-space-size`.
 */
export function threadFlags(flags: readonly string[] = process.execArgv): string[] {
  const kept: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i]!;
    const [name] = flag.split('=', 1);
    if (WITHOUT_VALUE.has(name!)) kept.push(flag);
    if (!WITH_VALUE.has(name!)) continue;
    kept.push(flag);
    if (!flag.includes('=') && i + 1 < flags.length) kept.push(flags[++i]!);
  }
  return kept;
}
