/** @chimaera/codegen: from chimaera_mod.yaml and tasks.ts to src/autogen. */
import { dirname, join } from 'node:path';
import type { Problem } from './errors.js';
import { AUTOGEN_DIR, GENERATED_MARK } from './emit/header.js';
import type { AddedModule, AddModuleOptions } from './generators/add-module.js';
import type { AddedRepository } from './generators/add-repository.js';
import { Files, hashOf, isUnchanged } from './input/files.js';
import type { ModuleInputs } from './input/inputs.js';
import { compare, type Difference } from './output/compare.js';
import { generatorHash, manifestPath, readManifest, writeManifest } from './output/manifest.js';
import { write } from './output/write.js';

export { formatProblem, type Problem } from './errors.js';
export type { ModuleInputs, RepoInputs, TextFile } from './input/inputs.js';
export type { AddedModule, AddModuleOptions } from './generators/add-module.js';
export type { AddedRepository } from './generators/add-repository.js';
export type { Difference } from './output/compare.js';

export interface RefreshOptions {
  /** Generate even if nothing seems to have changed. */
  readonly force?: boolean;
}

export interface RefreshResult {
  /** With any problem nothing was written. */
  readonly problems: readonly Problem[];
  readonly written: readonly string[];
  /** Generated files that nothing generates any more. */
  readonly removed: readonly string[];
  /** Files in an autogen folder that are nobody's output, left alone. */
  readonly foreign: readonly string[];
  readonly modules: number;
  /** Known from the last run, without generating. */
  readonly fromManifest: boolean;
}

export interface CheckResult {
  readonly problems: readonly Problem[];
  readonly differences: readonly Difference[];
  readonly modules: number;
  /** What brings the files up to date. */
  readonly command: string;
}

/** Generates the files of a repository and writes those that differ. */
export async function refresh(dir: string, options: RefreshOptions = {}): Promise<RefreshResult> {
  const nothing = { problems: [], written: [], removed: [], foreign: [] };
  const generator = generatorHash();
  const path = manifestPath(dir);
  const last = options.force === true ? undefined : readManifest(path, generator);
  const records = new Map(Object.entries(last?.modules ?? {}));
  const intact = [...records]
    .filter(([, { outputs }]) => isUnchanged(outputs))
    .map(([moduleDir]) => moduleDir);
  if (last !== undefined && intact.length === records.size && isUnchanged(last.inputs)) {
    return { ...nothing, modules: records.size, fromManifest: true };
  }

  const reader = new Files();
  const { inputs, generate } = await find(dir, reader);
  const keys = new Map(inputs.modules.map((module) => [module.dir, keyOf(module, inputs.command)]));
  const isKnown = (module: ModuleInputs) =>
    intact.includes(module.dir) && records.get(module.dir)?.inputs === keys.get(module.dir);
  const { files, problems } = await generate(inputs, isKnown);
  const modules = inputs.modules.length;
  if (problems.length > 0) return { ...nothing, problems, modules, fromManifest: false };
  const outcome = write(files, GENERATED_MARK);
  const kept = inputs.modules
    .filter(isKnown)
    .map((module) => [module.dir, records.get(module.dir)!] as const);
  const made = inputs.modules
    .filter((module) => !isKnown(module))
    .map(
      (module) =>
        [module.dir, { inputs: keys.get(module.dir)!, outputs: observe(module.dir, files) }] as const,
    );
  writeManifest(path, {
    generator,
    inputs: reader.observations,
    modules: Object.fromEntries([...kept, ...made]),
  });
  return { ...nothing, ...outcome, modules, fromManifest: false };
}

/** Finds what `refresh` would change; writes nothing, and believes no earlier run. */
export async function check(dir: string): Promise<CheckResult> {
  const { inputs, generate } = await find(dir, new Files());
  const { files, problems } = await generate(inputs);
  const differences = problems.length > 0 ? [] : compare(files);
  return { problems, differences, modules: inputs.modules.length, command: inputs.command };
}

/**
 * Makes a module from the templates, in the repository that a directory belongs to.
 * @throws GeneratorError when the name is no name, or taken, or there is no repository
 */
export async function addModule(
  from: string,
  name: string,
  options?: AddModuleOptions,
): Promise<AddedModule> {
  const generators = await import('./generators/add-module.js');
  return generators.addModule(from, name, options);
}

/**
 * Makes a repository from the templates.
 * @param dir a new or empty directory, whose name becomes the repository's
 * @throws GeneratorError when a name is no name, or the directory is not empty
 */
export async function addRepository(dir: string, namespace: string): Promise<AddedRepository> {
  const generators = await import('./generators/add-repository.js');
  return generators.addRepository(dir, namespace);
}

/** The parsers are loaded only where there is something to parse. */
async function find(dir: string, reader: Files) {
  const [{ findModules }, { generate }] = await Promise.all([
    import('./input/find-modules.js'),
    import('./pipeline.js'),
  ]);
  return { inputs: findModules(dir, reader), generate };
}

/** Equal for a module whose files would come out the same. */
function keyOf({ repo, yaml, tasks, runtime }: ModuleInputs, command: string): string {
  return hashOf(JSON.stringify([command, repo.text, yaml.text, tasks?.text, runtime?.text]));
}

function observe(moduleDir: string, files: ReadonlyMap<string, string>) {
  const outputs = new Files();
  for (const path of files.keys()) {
    if (!path.startsWith(join(moduleDir, AUTOGEN_DIR))) continue;
    outputs.read(path);
    outputs.list(dirname(path));
  }
  return outputs.observations;
}
