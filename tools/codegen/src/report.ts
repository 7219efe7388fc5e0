/** What the commands print. */
import { relative } from 'node:path';
import type { BreakingResult } from './breaking.js';
import type { CheckResult } from './check.js';
import { formatProblem, type Problem } from './errors.js';
import type { LintResult } from './lint.js';
import type { RefreshResult } from './refresh.js';

export type Print = (line: string) => void;

/** Prints the outcome of a refresh; returns the exit code. */
export function reportRefresh(result: RefreshResult, print: Print): number {
  if (result.problems.length > 0) return reportProblems(result.problems, '; nothing was written', print);
  for (const problem of result.accepted) print(`${formatProblem(problem, shown, 'forced')}\n`);
  for (const note of result.notes) print(`${formatProblem(note, shown, 'note')}\n`);
  for (const path of result.written) print(`wrote ${shown(path)}`);
  for (const path of result.removed) print(`removed ${shown(path)}`);
  for (const path of result.foreign)
    print(`left alone ${shown(path)}: not generated; move it out of autogen`);
  const changed = result.written.length + result.removed.length;
  const forced = result.accepted.length;
  print(
    `${count(result.modules, 'module')}, ${changed === 0 ? 'all up to date' : `${count(changed, 'file')} changed`}` +
      (forced > 0 ? `; ${count(forced, 'change')} made by force, which older clients will notice` : ''),
  );
  return 0;
}

/** Prints the outcome of a check; returns the exit code. */
export function reportCheck(result: CheckResult, print: Print): number {
  if (result.problems.length > 0) return reportProblems(result.problems, '', print);
  for (const { path, kind } of result.differences) print(`${shown(path)}: ${kind}`);
  if (result.differences.length > 0) {
    print(
      `${count(result.differences.length, 'file')} not up to date; run \`${result.command}\` and commit the result`,
    );
    return 1;
  }
  print(`${count(result.modules, 'module')}, all up to date`);
  return 0;
}

/** Prints the outcome of a comparison; returns the exit code. */
export function reportBreaking(result: BreakingResult, against: string, print: Print): number {
  if (result.problems.length > 0) return reportProblems(result.problems, '', print);
  const added = result.modules - result.compared;
  print(
    `${count(result.compared, 'module')} compared with ${against}, nothing breaks` +
      (added > 0 ? `; ${count(added, 'module')} new` : ''),
  );
  return 0;
}

/** Prints the findings; returns the exit code. */
export function reportLint({ problems, fixed, modules }: LintResult, print: Print): number {
  for (const path of fixed) print(`mended ${shown(path)}`);
  const fixable = problems.filter(({ fix }) => fix !== undefined).length;
  const end = fixable > 0 ? `; --fix mends ${fixable} of them` : '';
  if (problems.length > 0) return reportProblems(problems, end, print);
  print(`${count(modules, 'module')}, nothing to complain of`);
  return 0;
}

/** Prints the rules, and the reasons for them. */
export async function reportRules(print: Print): Promise<void> {
  const { LINT_RULES } = await import('./lint/rules.js');
  for (const { name, reason } of LINT_RULES) print(`${name}\n    ${reason}`);
}

export function reportProblems(problems: readonly Problem[], end: string, print: Print): number {
  for (const problem of problems) print(`${formatProblem(problem, shown)}\n`);
  print(`${count(problems.length, 'problem')}${end}`);
  return 1;
}

export function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** Paths of this machine are shown relative to this directory, paths of a commit as they are. */
function shown(path: string): string {
  return path.startsWith('/') ? relative(process.cwd(), path) || '.' : path;
}
