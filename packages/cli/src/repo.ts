/** What `chimaera repo` and `chi_refresh_repo` do, by means of the generator. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { breaking, check, lint, refresh } from '@chimaera/codegen';
import {
  reportBreaking,
  reportCheck,
  reportLint,
  reportRefresh,
  reportRules,
  watch,
} from '@chimaera/codegen/cli';
import { missingCore } from './installed-core.js';

const REPO_FILE = 'chimaera_repo.yaml';
/** The directory of a repository's modules. */
const MODULES_DIRECTORY = 'packages';

/** Brings the generated files up to date; returns the exit code. */
export async function refreshRepo(dir: string, options: { readonly force?: boolean } = {}): Promise<number> {
  const result = await refresh(dir, options);
  const exitCode = reportRefresh(result, result.problems.length > 0 ? console.error : console.log);
  const note = exitCode === 0 ? missingCore(dir) : undefined;
  if (note !== undefined) console.log(note);
  return exitCode;
}

/** Generates again whenever a source changes, until interrupted; returns the exit code of the last run. */
export async function watchRepo(dir: string, options: { readonly force?: boolean } = {}): Promise<number> {
  // Nobody reads the output any more, as when `head` has seen enough.
  const unread = new AbortController();
  process.stdout.once('error', () => unread.abort());
  return watch(dir, console.log, { ...options, signal: unread.signal });
}

/** Compares the modules with the guide's checklists; returns the exit code. */
export async function lintRepo(dir: string, options: { readonly fix?: boolean }): Promise<number> {
  const result = await lint(dir, options);
  return reportLint(result, result.problems.length > 0 ? console.error : console.log);
}

export async function listRules(): Promise<number> {
  await reportRules(console.log);
  return 0;
}

/** Reports what would break clients that were built earlier; returns the exit code. */
export async function compareRepo(dir: string, against: string): Promise<number> {
  const result = await breaking(dir, against);
  return reportBreaking(result, against, result.problems.length > 0 ? console.error : console.log);
}

/** Reports what is not up to date, and writes nothing; returns the exit code. */
export async function checkRepo(dir: string): Promise<number> {
  const result = await check(dir);
  const isFine = result.problems.length === 0 && result.differences.length === 0;
  return reportCheck(result, isFine ? console.log : console.error);
}

/** The default repository: this directory, or the one that contains its modules. */
export function defaultRepo(): string {
  return !existsSync(REPO_FILE) && existsSync(join(MODULES_DIRECTORY, REPO_FILE)) ? MODULES_DIRECTORY : '.';
}
