/** `refresh [DIR]` and `check [DIR]`. Exit code 0: all is well; 1: problems, or files that are not up to date. */
import { relative } from 'node:path';
import {
  check,
  formatProblem,
  refresh,
  type CheckResult,
  type Problem,
  type RefreshResult,
} from './index.js';

const USAGE = `usage: codegen refresh [DIR] [--force]   generate the files of a repository
       codegen check [DIR]               say what is not up to date, and write nothing

DIR is a repository or the directory with its modules (default: packages).`;

const DEFAULT_DIR = 'packages';

/** Runs a command line and gives its exit code. */
export async function main(args: readonly string[], print: (line: string) => void): Promise<number> {
  const [command, ...rest] = args.filter((arg) => !arg.startsWith('--'));
  const flags = args.filter((arg) => arg.startsWith('--'));
  const isKnown =
    (command === 'refresh' && flags.every((flag) => flag === '--force')) ||
    (command === 'check' && flags.length === 0);
  if (!isKnown || rest.length > 1) {
    print(USAGE);
    return 1;
  }
  const dir = rest[0] ?? DEFAULT_DIR;
  if (command === 'check') return reportCheck(await check(dir), print);
  return reportRefresh(await refresh(dir, { force: flags.includes('--force') }), print);
}

/** Prints the outcome of a refresh; gives the exit code. */
export function reportRefresh(result: RefreshResult, print: (line: string) => void): number {
  if (result.problems.length > 0) return reportProblems(result.problems, print);
  for (const path of result.written) print(`wrote ${shown(path)}`);
  for (const path of result.removed) print(`removed ${shown(path)}`);
  for (const path of result.foreign)
    print(`left alone ${shown(path)}: not generated; move it out of autogen`);
  const changed = result.written.length + result.removed.length;
  print(
    `${count(result.modules, 'module')}, ${changed === 0 ? 'all up to date' : `${count(changed, 'file')} changed`}`,
  );
  return 0;
}

/** Prints the outcome of a check; gives the exit code. */
export function reportCheck(result: CheckResult, print: (line: string) => void): number {
  if (result.problems.length > 0) return reportProblems(result.problems, print);
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

function reportProblems(problems: readonly Problem[], print: (line: string) => void): number {
  for (const problem of problems) print(`${formatProblem(problem, shown)}\n`);
  print(`${count(problems.length, 'problem')}; nothing was written`);
  return 1;
}

function shown(path: string): string {
  return relative(process.cwd(), path) || '.';
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** Whether this file is the program, rather than imported by one. */
const isProgram = process.argv[1] !== undefined && import.meta.url === (await programUrl(process.argv[1]));
if (isProgram) process.exitCode = await main(process.argv.slice(2), (line) => console.log(line));

async function programUrl(path: string): Promise<string> {
  const [{ realpathSync }, { pathToFileURL }] = await Promise.all([import('node:fs'), import('node:url')]);
  return pathToFileURL(realpathSync(path)).href;
}
