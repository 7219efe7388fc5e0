/**
 * Whether a runtime of one version can stand in for the version that a module was built with: a patch changes nothing
 * that a module sees, a minor version only adds to it. Before 1.0.0 a minor version may change anything.
 */
export function accepts(runtime: string, module: string): boolean {
  const [has, needs] = [parse(runtime), parse(module)];
  if (has === undefined || needs === undefined || has.tag !== needs.tag) return runtime === module;
  if (has.major !== needs.major) return false;
  return has.major === 0 ? has.minor === needs.minor : has.minor >= needs.minor;
}

function parse(version: string): { major: number; minor: number; tag: string } | undefined {
  const match = /^(\d+)\.(\d+)\.\d+(-[^+]+)?/.exec(version);
  return match === null
    ? undefined
    : { major: Number(match[1]), minor: Number(match[2]), tag: match[3] ?? '' };
}
