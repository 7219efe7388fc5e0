import type { Problem } from '../errors.js';
import type { Lock, LockFile } from '../model/lock.js';
import type { Module } from '../model/module.js';

/** One way to break clients that are already built, or the data that they have stored. */
export interface BreakingRule {
  readonly name: string;
  /** @param now the lock of the module in its present form */
  check(before: LockFile, module: Module, now: Lock): Iterable<Problem>;
}

/** What every hint ends with. */
export const BY_FORCE = 'if no such client is in use: npx chimaera repo refresh --force';

/** Where a lock file mentions a name: the place to report for what is gone from the sources. */
export function placeIn({ path, text }: LockFile, name: string) {
  const lines = text.split('\n');
  const line = lines.findIndex((it) => it.trimStart().startsWith(`"${name}":`));
  return { file: path, line: line + 1 || 1, column: line < 0 ? 1 : lines[line]!.search(/\S/) + 1 };
}
