/** From the texts of a module to its model. */
import type { Problem } from '../errors.js';
import type { LockFile } from '../model/lock.js';
import type { Module } from '../model/module.js';
import type { ModuleInputs, TextFile } from './inputs.js';
import { readLockFile } from './lock-file.js';
import { readModuleFile } from './module-file.js';
import { readRepoFile } from './repo-file.js';
import { readRuntimeFile } from './runtime-file.js';
import { SyntaxTrees, syntaxProblems } from './syntax-tree.js';
import { readTasksFile } from './tasks-file.js';

/** The modules that could be read, and what stood in the way of the others. */
export function readModules(inputs: readonly ModuleInputs[]): { modules: Module[]; problems: Problem[] } {
  const trees = new SyntaxTrees();
  const problems: Problem[] = [];
  const repoOf = remembered((path: string, text: string) => {
    const { repo, problems: found } = readRepoFile(path, text);
    problems.push(...found);
    return repo;
  });
  const modules = inputs.flatMap((input) => {
    const repo = repoOf(input.repo.path, input.repo.text);
    const yaml = readModuleFile(input.yaml.path, input.yaml.text);
    const tasks = parse(input.tasks, trees, problems);
    const runtime = parse(input.runtime, trees, problems);
    const lock = readLock(input.lock, problems);
    problems.push(...yaml.problems);
    if (repo === undefined || yaml.module === undefined || tasks === 'broken' || runtime === 'broken')
      return [];
    return [
      {
        dir: input.dir,
        repo,
        yaml: yaml.module,
        tasks: tasks && readTasksFile(tasks),
        runtime: runtime && readRuntimeFile(runtime),
        lock,
      },
    ];
  });
  return { modules, problems };
}

/** Modules of one repository share its file. */
function remembered<T>(read: (path: string, text: string) => T): (path: string, text: string) => T {
  const known = new Map<string, T>();
  return (path, text) => {
    if (!known.has(path)) known.set(path, read(path, text));
    return known.get(path)!;
  };
}

function readLock(file: TextFile | undefined, problems: Problem[]): LockFile | undefined {
  if (file === undefined) return undefined;
  const { lockFile, problems: found } = readLockFile(file);
  problems.push(...found);
  return lockFile;
}

function parse(file: TextFile | undefined, trees: SyntaxTrees, problems: Problem[]) {
  if (file === undefined) return undefined;
  const source = trees.parse(file.path, file.text);
  const found = syntaxProblems(source);
  problems.push(...found);
  return found.length > 0 ? 'broken' : source;
}
