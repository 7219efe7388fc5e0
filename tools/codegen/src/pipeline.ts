/** The generator as a pure function: from the texts of a repository to the texts of all generated files. */
import { join } from 'node:path';
import { emitModule } from './emit/emit.js';
import { AUTOGEN_DIR } from './emit/header.js';
import { sortProblems, withExcerpts, type Problem } from './errors.js';
import type { ModuleInputs, RepoInputs } from './input/inputs.js';
import { verify } from './verify/verify.js';

export interface Generated {
  /** Path to text; empty when there is any problem. */
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/**
 * Reads no file and writes none; equal inputs give equal outputs.
 * @param isKnown modules whose files are known to be right: they are looked at only as neighbours of the others
 */
export async function generate(
  inputs: RepoInputs,
  isKnown: (input: ModuleInputs) => boolean = () => false,
): Promise<Generated> {
  // The parser of TypeScript is large: it is loaded where something is really generated.
  const { readModules } = await import('./input/read-module.js');
  const { modules, problems } = readModules(inputs.modules, isKnown);
  const known = new Set(inputs.modules.filter(isKnown).map(({ dir }) => dir));
  const wanted = modules.filter(({ dir }) => !known.has(dir));
  const found = [...inputs.problems, ...problems, ...verify(wanted, modules)];
  if (found.length > 0) {
    return { files: new Map(), problems: withExcerpts(sortProblems(found), textsOf(inputs)) };
  }
  const files = new Map<string, string>();
  for (const module of wanted) {
    for (const [name, text] of emitModule(module, inputs.command)) {
      files.set(join(module.dir, AUTOGEN_DIR, name), text);
    }
  }
  return { files, problems: [] };
}

function textsOf({ repos, modules }: RepoInputs): (file: string) => string | undefined {
  const all = modules.flatMap(({ repo, yaml, tasks, runtime }) => [repo, yaml, tasks, runtime]);
  const texts = new Map(
    [...repos, ...all].flatMap((file) => (file === undefined ? [] : [[file.path, file.text] as const])),
  );
  return (file) => texts.get(file);
}
