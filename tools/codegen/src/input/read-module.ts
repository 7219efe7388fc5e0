/** From the texts of a module to its model. */
import type { Problem } from '../errors.js';
import type { Module } from '../model/module.js';
import type { ModuleInputs, TextFile } from './inputs.js';
import { readModuleFile } from './module-file.js';
import { readRepoFile } from './repo-file.js';
import { readRuntimeFile } from './runtime-file.js';
import { SyntaxTrees, syntaxProblems } from './syntax-tree.js';
import { readTasksFile } from './tasks-file.js';

/**
 * The modules that could be read, and what stood in the way of the others.
 * @param isKnown modules of which only the YAML is wanted
 */
export function readModules(
  inputs: readonly ModuleInputs[],
  isKnown: (input: ModuleInputs) => boolean,
): { modules: Module[]; problems: Problem[] } {
  const trees = new SyntaxTrees();
  const problems: Problem[] = [];
  const modules = inputs.flatMap((input) => {
    const repo = readRepoFile(input.repo.path, input.repo.text);
    const yaml = readModuleFile(input.yaml.path, input.yaml.text);
    const known = isKnown(input);
    const tasks = known ? undefined : parse(input.tasks, trees, problems);
    const runtime = known ? undefined : parse(input.runtime, trees, problems);
    problems.push(...repo.problems, ...yaml.problems);
    if (repo.repo === undefined || yaml.module === undefined || tasks === 'broken' || runtime === 'broken')
      return [];
    return [
      {
        dir: input.dir,
        repo: repo.repo,
        yaml: yaml.module,
        tasks: tasks && readTasksFile(tasks),
        runtime: runtime && readRuntimeFile(runtime),
      },
    ];
  });
  return { modules, problems };
}

function parse(file: TextFile | undefined, trees: SyntaxTrees, problems: Problem[]) {
  if (file === undefined) return undefined;
  const source = trees.parse(file.path, file.text);
  const found = syntaxProblems(source);
  problems.push(...found);
  return found.length > 0 ? 'broken' : source;
}
