/** Cases for the rules about locks, handles, tasks, and what a module consists of. */
import { FILES, HELD, METHOD, R, type LintCases } from './lint-sample.js';

export const MODULE_CASES: LintCases = {
  'foreign-lock': [
    [
      'more.ts',
      '',
      `import { Mutex } from 'async-mutex';\n`,
      "sample/src/more.ts:1:1: error: a lock of 'async-mutex'",
    ],
    [
      'more.ts',
      '',
      'export const f = (w: Int32Array) => Atomics.wait(w, 0, 0);\n',
      'Atomics.wait used as a lock',
    ],
  ],
  'promise-chain-lock': [
    [
      R,
      'this.sum +=',
      'const last = this.tail; this.tail = last.catch(ignore).then(work); this.sum +=',
      'this.tail is a chain of promises used as a lock',
    ],
    [
      R,
      'this.sum +=',
      'const last = this.tail; let done!: () => void; this.tail = new Promise((resolve) => (done = resolve)); await last; done(); this.sum +=',
      'this.tail is a chain of promises used as a lock',
    ],
    [
      R,
      'this.sum +=',
      'const last = this.tail; this.tail = (async () => { await last; })(); this.sum +=',
      'this.tail is a chain of promises used as a lock',
    ],

    [
      'more.ts',
      '',
      'let tail = Promise.resolve();\nexport const f = () => {\n  tail = tail.then(() => 1);\n};\n',
      'sample/src/more.ts:3:3: error: tail is a chain of promises used as a lock',
    ],
    [
      R,
      'this.sum +=',
      'this.tail = this.tail.then(work); this.sum +=',
      'this.tail is a chain of promises used as a lock',
    ],
  ],
  'leaked-handle': [
    [
      R,
      'this.sum +=',
      'this.client.asyncPing({ n: 1 }); this.sum +=',
      'the handle of this.client.asyncPing is not disposed of',
    ],
    [
      R,
      'this.sum +=',
      'const sent = this.client.asyncPing({ n: 1 }); await sent.wait(); this.sum +=',
      'the handle of this.client.asyncPing is not disposed of',
    ],
    [
      'client.ts',
      'extends ClientBase {}',
      'extends ClientBase {\n  later() { void this.asyncPing({ n: 1 }); }\n}',
      'sample/src/client.ts:3:18: error: the handle of this.asyncPing',
    ],
  ],
  'package-name': [
    [
      'package.json',
      '@demo/sample',
      'sample',
      'sample/package.json:1:1: error: the package is called sample, not @demo/sample',
    ],
  ],
  'lock-release': [[R, HELD, 'await this.mutex.lock();', 'this.mutex.lock() without unlock() in a finally']],
  'scoped-using': [
    [
      R,
      HELD,
      'const held = await this.mutex.scoped();',
      'this.mutex.scoped() is not declared with using',
      'using held = await this.mutex.scoped();',
    ],
    [R, HELD, 'await this.mutex.scoped();', 'this.mutex.scoped() is not declared with using'],
  ],
  'module-state': [
    [
      R,
      'const kWorkQueue = 0;',
      'const kWorkQueue = 0;\nlet calls = 0;',
      '5:5: error: calls is a variable of the file',
    ],
  ],
  'base-create-task': [
    [
      'more.ts',
      '',
      'export type CreateTask = BaseCreateTask<CreateParams>;\n',
      'BaseCreateTask in a module that is not admin',
    ],
  ],
  'create-task-class': [
    [
      'more.ts',
      '',
      'export interface CreateTask { getParams(): CreateParams }\n',
      'CreateTask is not the task that creates pools',
    ],

    [
      'more.ts',
      '',
      'export class CreateTask extends GetOrCreatePoolTask {}\n',
      'class CreateTask is a create task written by hand',
    ],
  ],
  'task-constructor': [
    [
      'tasks.ts',
      'abstract n: In<u32>;',
      'abstract n: In<u32>;\nconstructor() { super(); }',
      'task class PingTask has more than fields',
    ],
  ],
  'custom-del': [
    [
      R,
      METHOD,
      `  delPing(task: PingTask): void {}\n\n${METHOD}`,
      'class Runtime has a method delPing',
      FILES[R],
    ],
    [
      R,
      METHOD,
      `  del(): void {}\n  async other() { this.del(); }\n${METHOD}`,
      'class Runtime has a method del',
    ],
  ],
  'init-override': [
    [R, METHOD, `  init(): void {}\n${METHOD}`, 'class Runtime overrides init'],
    [
      R,
      'create(): void {',
      'create(): void {\n    this.init();',
      '12:5: error: this.init() does nothing: the container is initialised before create',
      FILES[R],
    ],
    [R, 'create(): void {', 'create(): void {\n    super.init({} as never);', 'super.init() does nothing'],
  ],
  'own-client': [
    [R, METHOD, `  initClient(): void {}\n${METHOD}`, 'class Runtime declares initClient'],
    [R, 'private sum', 'readonly client = 1;\n  private sum', 'class Runtime declares client'],
  ],
  'runtime-class': [
    [R, 'extends Container ', '', 'class Runtime does not extend Container'],
    [R, 'class Runtime', 'class Runner', 'there is no class Runtime'],
    [R, FILES[R], '', 'there is no src/runtime.ts'],
  ],
  'entry-point': [
    [
      R,
      'export default chiTask(Runtime)',
      'class Other extends Container {}\nexport default chiTask(Other)',
      'runtime.ts does not end in `export default chiTask(Runtime);`',
    ],

    [
      R,
      '\nexport default chiTask(Runtime);\n',
      '',
      'runtime.ts does not end in `export default chiTask(Runtime);`',
      FILES[R],
    ],
  ],
  'entry-exports': [
    [
      'more.ts',
      '',
      'export const alloc_chimod = () => undefined;\n',
      'entry point alloc_chimod is written by hand',
    ],

    [
      R,
      'export default',
      'export function allocChimod() {}\nexport default',
      'entry point allocChimod is written by hand',
    ],
  ],
  'client-base': [
    ['client.ts', 'extends ClientBase', '', 'class Client does not extend ClientBase'],
    ['client.ts', FILES['client.ts'], '', 'there is no src/client.ts'],
  ],
  'method-cast': [
    [
      'more.ts',
      '',
      'export const m = Method.kPing as number;\n',
      'Method.kPing is cast',
      'export const m = Method.kPing;\n',
    ],
    [
      'more.ts',
      '',
      'export const m = Number(Method.kPing);\n',
      'Method.kPing is cast',
      'export const m = Method.kPing;\n',
    ],
    [
      'more.ts',
      '',
      'export const m = +Method.kPing;\n',
      'Method.kPing is cast',
      'export const m = Method.kPing;\n',
    ],
    [
      'more.ts',
      '',
      'export const m = Method.kPing | 0;\n',
      'Method.kPing is cast',
      'export const m = Method.kPing;\n',
    ],
  ],
  'method-enum': [
    ['more.ts', '', 'export enum M { kCreate, kDestroy }\n', 'enum M lists methods'],
    ['more.ts', '', 'const kPing = 10;\nexport const n = kPing;\n', 'kPing lists methods'],
    ['more.ts', '', 'export const table = Object.freeze({ kPing: 10 });\n', 'a table lists methods'],
    ['more.ts', '', 'export enum M { kPing = 10 }\n', 'enum M lists methods'],
  ],
  'hard-coded-name': [
    [
      'more.ts',
      '',
      'export const lib = `libdemo_sample_runtime.so`;\n',
      "'libdemo_sample_runtime.so' is not the name of this module",
    ],

    [
      'more.ts',
      '',
      `export const lib = 'demo_sample_runtime';\n`,
      "'demo_sample_runtime' is not the name of this module",
      `export const lib = 'demo_sample';\n`,
    ],
    ['more.ts', '', `export const lib = 'chimaera_sample';\n`, "hint: its name is 'demo_sample'"],
    [
      'more.ts',
      '',
      `export const admin = (chi: Chi) => chi.moduleManager.getChiMod('demo_admin');\n`,
      "'demo_admin' is the name of no module: admin is chimaera_admin in every namespace",
    ],
  ],
  'undeclared-dependency': [
    ['more.ts', '', "export * from 'yaml';\n", "'yaml' is imported, but package.json does not list it"],
    [
      'more.ts',
      '',
      "export const later = () => import('yaml/cst');\n",
      "'yaml' is imported, but package.json does not list it",
    ],
    [
      'more.ts',
      '',
      `import { Client } from '@chimaera/admin';\nexport const make = (chi: Chi) => new Client(chi);\n`,
      "'@chimaera/admin' is imported, but package.json does not list it",
    ],
    [
      'more.ts',
      '',
      `import type { Client } from '@chimaera/admin';\nexport type Admin = Client;\n`,
      "'@chimaera/admin' is imported, but package.json does not list it",
    ],

    [
      'more.ts',
      '',
      `import { parse } from 'yaml';\n`,
      "'yaml' is imported, but package.json does not list it",
    ],
  ],
};
