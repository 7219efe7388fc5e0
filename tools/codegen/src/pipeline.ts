/** The generator as a pure function: from the texts of a repository to the texts of all generated files. */
import { join } from 'node:path';
import { breakingChanges } from './compat/breaking.js';
import { emitModule } from './emit/emit.js';
import { AUTOGEN_DIR } from './emit/header.js';
import { emitLockFile } from './emit/lock-file.js';
import { sortProblems, withExcerpts, type Problem } from './errors.js';
import type { RepoInputs } from './input/inputs.js';
import { LOCK_FILE, lockOf } from './model/lock.js';
import { moduleKey } from './model/method.js';
import type { Module } from './model/module.js';
import { missingHandlers } from './verify/missing-handlers.js';
import { verify } from './verify/verify.js';

export interface GenerateOptions {
  /** Directories of modules whose files are known to be up to date, with their keys; they only matter as neighbours. */
  readonly known?: ReadonlyMap<string, string>;
  /** Make even changes that break clients built earlier. */
  readonly force?: boolean;
  /** Directory of a module that was just made from the templates. */
  readonly newModule?: string;
}

export interface Generated {
  /** Path to text; empty if there is any problem. */
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** Breaking changes that were made by force. */
  readonly accepted: readonly Problem[];
  /** What still has to be written for the module to compile. */
  readonly notes: readonly Problem[];
  /** Directory of each module that was generated to its key. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Reads and writes no files; equal inputs give equal outputs. */
export async function generate(inputs: RepoInputs, options: GenerateOptions = {}): Promise<Generated> {
  const { known = new Map<string, string>(), force = false } = options;
  const { modules, problems } = await readVerified(inputs, known);
  const texts = textsOf(inputs);
  const breaking = problems.length > 0 ? [] : breakingOf(modules);
  const refused = force ? problems : [...problems, ...breaking];
  const files = new Map<string, string>();
  const keys = new Map<string, string>();
  const notes = refused.length === 0 ? modules.flatMap(missingHandlers) : [];
  if (refused.length === 0) {
    for (const module of modules) {
      keys.set(module.dir, moduleKey(module));
      for (const [name, text] of emitModule(module, inputs.command))
        files.set(join(module.dir, AUTOGEN_DIR, name), text);
      const lock = lockOf(module, module.lock?.lock, module.dir === options.newModule);
      files.set(join(module.dir, LOCK_FILE), emitLockFile(lock, inputs.command));
    }
  }
  const shown = (list: readonly Problem[]) => withExcerpts(sortProblems(list), texts);
  const accepted = force ? shown(breaking) : [];
  return { files, problems: shown(refused), accepted, notes: shown(notes), keys };
}

/** The modules that have passed all rules, and all problems of the others. */
export async function readVerified(
  inputs: RepoInputs,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<{ modules: readonly Module[]; problems: readonly Problem[] }> {
  // The parser of TypeScript is large, so it is loaded only if something is really generated.
  const { readModules } = await import('./input/read-module.js');
  const wanted = inputs.modules.filter(({ dir }) => !known.has(dir));
  const { modules, problems } = readModules(wanted);
  const neighbours = [
    ...[...known].map(([dir, key]) => ({ dir, key })),
    ...modules.map((module) => ({ dir: module.dir, key: moduleKey(module) })),
  ];
  return { modules, problems: [...inputs.problems, ...problems, ...verify(modules, neighbours)] };
}

function breakingOf(modules: readonly Module[]): Problem[] {
  return modules.flatMap((module) => (module.lock === undefined ? [] : breakingChanges(module.lock, module)));
}

export function textsOf({ repos, modules }: RepoInputs): (file: string) => string | undefined {
  const all = modules.flatMap(({ repo, yaml, tasks, runtime, lock }) => [repo, yaml, tasks, runtime, lock]);
  const texts = new Map(
    [...repos, ...all].flatMap((file) => (file === undefined ? [] : [[file.path, file.text] as const])),
  );
  return (file) => texts.get(file);
}
