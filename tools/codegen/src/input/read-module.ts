/** From the texts of a module to its model. */
import { encodingProblem, problemAt, type Problem } from '../errors.js';
import type { LockFile } from '../model/lock.js';
import type { Module } from '../model/module.js';
import type { ModuleInputs, TextFile } from './inputs.js';
import { readLockFile } from './lock-file.js';
import { readModuleFile } from './module-file.js';
import { readRepoFile } from './repo-file.js';
import { readRuntimeFile } from './runtime-file.js';
import { SyntaxTrees, syntaxProblems } from './syntax-tree.js';
import { readTasksFile } from './tasks-file.js';

/** The modules that could be read, and the problems with the others. */
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
    const read = unlessTooDeep(input, problems, () => ({
      tasks: tasks && readTasksFile(tasks),
      runtime: runtime && readRuntimeFile(runtime),
    }));
    return read === undefined ? [] : [{ dir: input.dir, repo, yaml: yaml.module, ...read, lock }];
  });
  return { modules, problems };
}

/** Reads the repository file, which several modules share, only once. */
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
  const unreadable = encodingProblem(file.path, file.text);
  if (unreadable !== undefined) {
    problems.push(unreadable);
    return 'broken';
  }
  const source = unlessTooDeep({ tasks: file }, problems, () => trees.parse(file.path, file.text));
  if (source === undefined) return 'broken';
  const found = syntaxProblems(source);
  problems.push(...found);
  return found.length > 0 ? 'broken' : source;
}

/** Parser and readers follow the nesting of a file by recursion: one that is nested too deeply is refused. */
function unlessTooDeep<T>(
  { tasks }: Pick<ModuleInputs, 'tasks'>,
  problems: Problem[],
  read: () => T,
): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError) || tasks === undefined) throw error;
    const at = { file: tasks.path, line: 1, column: 1 };
    problems.push(problemAt(at, 'typescript-syntax', 'something in this file is nested too deeply'));
    return undefined;
  }
}
