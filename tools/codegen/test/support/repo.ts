import { formatProblem } from '../../src/errors.js';
import type { ModuleInputs, RepoInputs } from '../../src/input/inputs.js';
import { generate, type Generated } from '../../src/pipeline.js';

export const COMMAND = 'npx nx run codegen:refresh';

export const MODULE_YAML = `module_name: sample
namespace: demo
version: 1.0.0
kCreate: 0
kDestroy: 1
kPing: 10
`;

export const TASKS_HEAD = `import { type In, type Out, type InOut, type u32, Task } from '@chimaera/core';
`;

export const PARAMS = `export class CreateParams { static readonly chimodLibName = 'demo_sample'; }
`;

/** tasks.ts of a module with kPing, whose class has the given members. */
export function pingTask(members: string, head = TASKS_HEAD, more = ''): string {
  return `${head}${PARAMS}${more}export abstract class PingTask extends Task {\n${members}\n}\n`;
}

export interface Sources {
  readonly repo?: string;
  readonly yaml?: string;
  readonly tasks?: string | null;
  readonly runtime?: string;
  readonly lock?: string;
}

/** A repository of one module, in memory. */
export function repoOf(sources: Sources = {}, dir = 'sample'): RepoInputs {
  return { repos: [], modules: [moduleOf(sources, dir)], problems: [], command: COMMAND };
}

export function moduleOf(sources: Sources, dir: string): ModuleInputs {
  const {
    repo = 'namespace: demo\n',
    yaml = MODULE_YAML,
    tasks = pingTask('abstract n: In<u32>;'),
    runtime,
    lock,
  } = sources;
  return {
    dir,
    repo: { path: 'chimaera_repo.yaml', text: repo },
    yaml: { path: `${dir}/chimaera_mod.yaml`, text: yaml },
    tasks: tasks === null ? undefined : { path: `${dir}/src/tasks.ts`, text: tasks },
    runtime: runtime === undefined ? undefined : { path: `${dir}/src/runtime.ts`, text: runtime },
    lock: lock === undefined ? undefined : { path: `${dir}/chimaera_mod.lock.json`, text: lock },
  };
}

export function generateOne(sources: Sources = {}): Promise<Generated> {
  return generate(repoOf(sources));
}

/** The problems of a module as they are printed. */
export async function problemsOf(sources: Sources): Promise<string> {
  const { problems, files } = await generateOne(sources);
  if (problems.length > 0 && files.size > 0) throw new Error('files in spite of problems');
  return problems.map((problem) => formatProblem(problem)).join('\n');
}

/** A generated file of the module in `sample`; fails when there were problems. */
export async function fileOf(name: string, sources: Sources = {}): Promise<string> {
  const { files, problems } = await generateOne(sources);
  if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem)).join('\n'));
  return files.get(`sample/src/autogen/${name}`) ?? '';
}
