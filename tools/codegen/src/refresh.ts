/** Generates the files of a repository and writes those that differ. */
import { dirname, resolve } from 'node:path';
import { GENERATED_MARK } from './emit/header.js';
import type { Problem } from './errors.js';
import { find, isAutogen, isOf } from './find.js';
import { Files, hashOf, isUnchanged } from './input/files.js';
import type { ModuleInputs } from './input/inputs.js';
import {
  generatorHash,
  manifestPath,
  readManifest,
  writeManifest,
  type ModuleRecord,
} from './output/manifest.js';
import { write } from './output/write.js';

export interface RefreshOptions {
  /** Generate even if nothing seems to have changed, and make changes that break clients built earlier. */
  readonly force?: boolean;
  /** Directory of a module that was just made from the templates: its example is not a promise yet. */
  readonly newModule?: string;
}

export interface RefreshResult {
  /** If there are any, nothing was written. */
  readonly problems: readonly Problem[];
  /** Breaking changes that were made by force. */
  readonly accepted: readonly Problem[];
  /** What still has to be written for the modules to compile. */
  readonly notes: readonly Problem[];
  readonly written: readonly string[];
  /** Generated files that nothing generates any more. */
  readonly removed: readonly string[];
  /** Files in an autogen folder that are not generated, left alone. */
  readonly foreign: readonly string[];
  readonly modules: number;
  /** Known from the last run, without generating. */
  readonly fromManifest: boolean;
}

const NOTHING = { problems: [], accepted: [], notes: [], written: [], removed: [], foreign: [] };

export async function refresh(dir: string, options: RefreshOptions = {}): Promise<RefreshResult> {
  const generator = generatorHash();
  const path = manifestPath(dir);
  const last = options.force === true ? undefined : readManifest(path, generator);
  const intact = new Map(Object.entries(last?.modules ?? {}).filter(([, it]) => isUnchanged(it.outputs)));
  const isWhole = intact.size === Object.keys(last?.modules ?? {}).length;
  if (last !== undefined && isWhole && isUnchanged(last.inputs))
    return { ...NOTHING, modules: intact.size, fromManifest: true };

  const reader = new Files();
  const { inputs, pipeline } = await find(dir, reader);
  const inputKeys = new Map(inputs.modules.map((module) => [module.dir, keyOf(module, inputs.command)]));
  const kept = new Map([...intact].filter(([moduleDir, it]) => inputKeys.get(moduleDir) === it.inputs));
  const known = new Map([...kept].map(([moduleDir, { key }]) => [moduleDir, key]));
  const { files, problems, accepted, notes, keys } = await pipeline.generate(inputs, {
    known,
    ...options,
    ...(options.newModule !== undefined && { newModule: resolve(options.newModule) }),
  });
  const modules = inputs.modules.length;
  if (problems.length > 0) return { ...NOTHING, problems, modules, fromManifest: false };

  const outcome = write(files, GENERATED_MARK, isAutogen);
  const made = [...keys].map(([moduleDir, key]): [string, ModuleRecord] => {
    const outputs = observe([...files.keys()].filter((file) => isOf(moduleDir, file)));
    return [moduleDir, { key, inputs: inputKeys.get(moduleDir)!, outputs }];
  });
  writeManifest(path, {
    generator,
    inputs: reader.observations,
    modules: Object.fromEntries([...kept, ...made]),
  });
  return { ...NOTHING, ...outcome, accepted, notes, modules, fromManifest: false };
}

/** The same key means that the module's files would come out the same. */
function keyOf({ repo, yaml, tasks, runtime }: ModuleInputs, command: string): string {
  return hashOf(JSON.stringify([command, repo.text, yaml.text, tasks?.text, runtime?.text]));
}

function observe(paths: readonly string[]) {
  const outputs = new Files();
  for (const path of paths) {
    outputs.read(path);
    if (isAutogen(dirname(path))) outputs.list(dirname(path));
  }
  return outputs.observations;
}
