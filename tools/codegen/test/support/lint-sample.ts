/** A module that lint has nothing to complain of, and what it says once something in it is changed. */
import { lintModules } from '../../src/lint/lint-modules.js';
import type { LintProblem } from '../../src/lint/rule.js';
import { readVerified } from '../../src/pipeline.js';
import { MODULE_YAML, pingTask, repoOf } from './repo.js';

export const FILES = {
  'tasks.ts': pingTask('abstract n: In<u32>;'),
  'client.ts': `import { ClientBase } from './autogen/client.js';
export class Client extends ClientBase {}
`,
  'runtime.ts': `import { chiTask, CoMutex, Container, MonitorMode, QueuePriority, type RunContext } from '@chimaera/core/module';
import { CreateParams, type PingTask } from './tasks.js';

const kWorkQueue = 0;

export class Runtime extends Container {
  static readonly CreateParams = CreateParams;
  private readonly mutex = new CoMutex();
  private sum = 0;

  create(): void {
    this.createLocalQueue(kWorkQueue, 4, QueuePriority.kLowLatency);
  }

  async ping(task: PingTask, rctx: RunContext): Promise<void> {
    using _held = await this.mutex.scoped();
    this.sum += task.n;
  }

  monitorPing(mode: MonitorMode, task: PingTask, rctx: RunContext): void {
    if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kWorkQueue, 0);
  }
}

export default chiTask(Runtime);
`,
  'package.json':
    '{ "name": "@demo/sample", "dependencies": { "@chimaera/core": "1" }, "devDependencies": { "yaml-types": "1" } }',
};
export type Name = keyof typeof FILES | 'more.ts';

/** By rule: file, what is there, what comes instead, what is said, and what the fix makes of it. */
export type LintCases = Readonly<Record<string, readonly [Name, string, string, string, fixed?: string][]>>;

/** Findings in the good module with one text replaced by another, or with a file more. */
export async function lintOf(
  file: Name,
  from: string,
  to: string,
  yaml = MODULE_YAML,
): Promise<LintProblem[]> {
  const files: Record<string, string> = { ...FILES };
  const text = files[file] ?? '';
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  files[file] = from === '' ? `${text}${to}` : text.replace(from, to);
  const { modules } = await readVerified(
    repoOf({ tasks: files['tasks.ts']!, runtime: files['runtime.ts']!, yaml }),
  );
  const sources = Object.entries(files)
    .filter(([name, it]) => name.endsWith('.ts') && it !== '')
    .map(([name, it]) => ({ path: `sample/src/${name}`, text: it }));
  const packageJson = { path: 'sample/package.json', text: files['package.json']! };
  return lintModules(modules.map((module) => ({ module, sources, packageJson })));
}

export const R = 'runtime.ts';
export const MONITOR = FILES[R].slice(
  FILES[R].indexOf('  monitorPing'),
  FILES[R].indexOf('}\n\nexport default'),
);
export const METHOD = '  async ping(';
export const ROUTE = 'if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kWorkQueue, 0);';
export const HELD = 'using _held = await this.mutex.scoped();';
