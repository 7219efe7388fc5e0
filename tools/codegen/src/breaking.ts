/** Compares the modules of a repository with what an earlier state promised: `codegen breaking --against`. */
import { resolve } from 'node:path';
import { breakingChanges } from './compat/breaking.js';
import { problemAt, sortProblems, withExcerpts, type Problem } from './errors.js';
import { find } from './find.js';
import { readLockFile } from './input/lock-file.js';
import { promisedLocks, type PromisedLock } from './input/promised-locks.js';
import type { Lock } from './model/lock.js';
import { moduleKey } from './model/method.js';
import type { Module } from './model/module.js';

export interface BreakingResult {
  readonly problems: readonly Problem[];
  /** Number of modules with an earlier state to compare with; the others are new. */
  readonly compared: number;
  readonly modules: number;
}

/**
 * @param against a commit, branch or tag of git, a directory with an earlier state of the modules, or one lock file
 * @throws Error if it does not exist
 */
export async function breaking(dir: string, against: string): Promise<BreakingResult> {
  const { inputs, pipeline } = await find(dir);
  const { modules, problems } = await pipeline.readVerified(inputs);
  const promised = promisedLocks(resolve(dir), against);
  const found: Problem[] = [...problems];
  const compared = new Set<Module>();
  for (const file of promised) {
    const { lockFile, problems: unread } = readLockFile(file);
    found.push(...unread);
    if (lockFile === undefined) continue;
    const module = moduleOf(file, lockFile.lock, modules);
    if (module !== undefined) {
      compared.add(module);
      found.push(...breakingChanges(lockFile, module));
    } else if (problems.length === 0) {
      // Modules that could not be read have problems of their own.
      found.push(moduleGone(file, lockFile.lock));
    }
  }
  const textOf = pipeline.textsOf(inputs);
  const promisedText = new Map(promised.map(({ path, text }) => [path, text]));
  return {
    problems: withExcerpts(sortProblems(found), (file) => textOf(file) ?? promisedText.get(file)),
    compared: compared.size,
    modules: modules.length,
  };
}

/**
 * The module in the same place, whose name may have changed, else the one with the same name, whose directory may have.
 */
function moduleOf({ moduleDir }: PromisedLock, lock: Lock, modules: readonly Module[]): Module | undefined {
  return (
    modules.find(({ dir }) => dir === moduleDir) ??
    modules.find((module) => moduleKey(module) === lock.module)
  );
}

function moduleGone({ path }: PromisedLock, { module }: Lock): Problem {
  const message = `module ${module} is gone: clients that are built already, compose files and pools ask for it`;
  const hint = 'keep the module, or give it its name back';
  return problemAt({ file: path, line: 1, column: 1 }, 'breaking-module-gone', message, hint);
}
