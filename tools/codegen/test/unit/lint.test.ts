import { describe, expect, test } from '@jest/globals';
import { formatProblem } from '../../src/errors.js';
import { applyEdits } from '../../src/lint/apply-fixes.js';
import { LINT_RULES } from '../../src/lint/rules.js';
import { FILES, HELD, lintOf, METHOD, MONITOR, type Name, R, ROUTE } from '../support/lint-sample.js';
import { MODULE_YAML } from '../support/repo.js';

/** Rule: file, what is there, what comes instead, what is said, and what the fix makes of it. */
const CASES: Readonly<Record<string, readonly [Name, string, string, string, fixed?: string][]>> = {
  'monitor-missing': [[R, MONITOR, '', '15:9: error: method kPing has no monitorPing']],
  'monitor-local-schedule': [
    [
      R,
      ROUTE,
      'if (mode === 1) rctx.routeLane = this.getLane(kWorkQueue, 0);',
      'monitorPing has no case for kLocalSchedule',
    ],
    [
      R,
      ROUTE,
      'switch (mode) { case 1: rctx.routeLane = this.getLane(kWorkQueue, 0); }',
      'monitorPing has no case for kLocalSchedule',
    ],

    [
      R,
      ROUTE,
      'if (mode === MonitorMode.kEstLoad) rctx.estimatedCompletionTimeUs = 1;',
      '20:3: error: monitorPing has no case for kLocalSchedule',
    ],
    [R, ROUTE, '', 'monitorPing has no case for kLocalSchedule'],
  ],
  'monitor-route-lane': [
    [
      R,
      ROUTE,
      'if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = null;',
      'monitorPing looks at kLocalSchedule and never sets rctx.routeLane',
    ],

    [
      R,
      ROUTE,
      'if (mode === MonitorMode.kLocalSchedule) this.getLane(kWorkQueue, 0);',
      '20:3: error: monitorPing looks at kLocalSchedule and never sets rctx.routeLane',
    ],
  ],
  'monitor-enqueue': [
    [
      R,
      ROUTE,
      `${ROUTE} const own = this.client; void own!.asyncPing({ n: 1 });`,
      'monitorPing sends a task: own!.asyncPing',
    ],
    [R, ROUTE, `${ROUTE} void this.client['ping']({ n: 1 });`, 'monitorPing sends a task'],
    [R, ROUTE, `${ROUTE} void this.chi.admin.flush();`, 'monitorPing sends a task: this.chi.admin.flush'],
    [
      R,
      ROUTE,
      `${ROUTE} } private dev = new bdev.Client(this.chi); later() { } monitorDestroy() { void this.dev.getStats({});`,
      'monitorDestroy sends a task: this.dev.getStats',
    ],

    [R, ROUTE, `${ROUTE} void this.client.ping({ n: 1 });`, 'monitorPing sends a task: this.client.ping'],
    [
      R,
      ROUTE,
      `${ROUTE} this.help(); } help() { this.getLane(kWorkQueue, 0).enqueue(1);`,
      'monitorPing sends a task: this.getLane(kWorkQueue,0).enqueue',
    ],
  ],
  'monitor-async': [[R, '  monitorPing', '  async monitorPing', '20:9: error: monitorPing is asynchronous']],
  'stray-monitor': [
    [
      R,
      MONITOR,
      `${MONITOR}\n  monitorPnig(): void {}\n`,
      'error: monitorPnig is the monitor of no method [stray-monitor]',
    ],
    [R, 'monitorPing', 'monitorPnig', 'did you mean `monitorPing`?'],
  ],
  'handler-missing': [[R, METHOD, '  async pnig(', 'class Runtime has no method ping for kPing']],
  'disabled-handler': [
    [
      R,
      METHOD,
      `  recover(): void {}\n${METHOD}`,
      'recover is never called: kRecover is turned off in chimaera_mod.yaml',
    ],
  ],
  'handler-signature': [
    [R, 'ping(task: PingTask', 'ping(task: any', '15:14: error: ping takes any, not PingTask'],
    [R, 'ping(task: PingTask', 'ping(task', 'ping takes no type, not PingTask'],
    [
      R,
      'mode: MonitorMode, task: PingTask',
      'mode: MonitorMode, task: object',
      'monitorPing takes object, not PingTask',
    ],
  ],
  'kept-task': [
    [R, 'this.sum +=', 'this.last = task; this.sum +=', 'ping keeps task in this.last'],
    [R, 'this.sum +=', 'this.last = rctx; this.sum +=', 'ping keeps rctx in this.last'],
  ],
  'blocking-call': [
    [
      R,
      'this.sum +=',
      'this.client.pingSync({ n: 1 }); this.sum +=',
      'this.client.pingSync blocks the worker',
    ],
    [R, 'this.sum +=', 'execFileSync("true"); this.sum +=', 'execFileSync blocks the worker'],
  ],
  'raw-queue-id': [
    [R, 'this.getLane(kWorkQueue', 'this.getLane((3 as number)', 'queue (3 as number) is a bare number'],
    [
      R,
      ROUTE,
      'const self = this; if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = self.getLane(3, 0);',
      'queue 3 is a bare number',
    ],
    [
      'more.ts',
      '',
      'export const lane = (runtime: Runtime) => runtime.getLane(3, 0);\n',
      'sample/src/more.ts:1:59: error: queue 3 is a bare number',
    ],

    [
      R,
      'this.createLocalQueue(kWorkQueue',
      'this.createLocalQueue(0',
      '12:27: error: queue 0 is a bare number',
    ],
    [R, 'this.getLane(kWorkQueue', 'this.getLane(3', 'queue 3 is a bare number'],
  ],
  'queue-name': [[R, 'kWorkQueue, 4', 'WORK_QUEUE, 4', 'hint: call it kWorkQueue']],
  'no-queue': [
    [
      R,
      'this.createLocalQueue(kWorkQueue, 4, QueuePriority.kLowLatency);',
      '',
      '11:3: error: class Runtime makes no queue',
    ],
  ],
  'unknown-queue': [[R, 'this.getLane(kWorkQueue', 'this.getLane(7', 'nothing makes queue 7']],
  'queue-outside-create': [
    [
      R,
      METHOD,
      `  constructor() { super(); this.createLocalQueue(kWorkQueue, 4, 1); }\n${METHOD}`,
      'the constructor makes queue kWorkQueue',
    ],
    [R, '  create(): void', '  setUp(): void', 'setUp makes queue kWorkQueue'],
  ],
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
  'init-override': [[R, METHOD, `  init(): void {}\n${METHOD}`, 'class Runtime overrides init']],
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
      `import { parse } from 'yaml';\n`,
      "'yaml' is imported, but package.json does not list it",
    ],
  ],
};

test('the module that the cases start from has nothing to complain of', async () => {
  expect((await lintOf(R, '', '')).map((problem) => formatProblem(problem))).toEqual([]);
});

test('every rule has a case, and says why it is one', () => {
  expect(Object.keys(CASES).sort()).toEqual(LINT_RULES.map(({ name }) => name).sort());
  for (const { reason } of LINT_RULES) expect(reason).toMatch(/^\w.{20,}\.$/);
});

describe.each(LINT_RULES.map(({ name }) => name))('%s', (rule) => {
  test.each(CASES[rule]!)('complains in %s, case %#', async (...given) => {
    const [file, from, to, expected, fixed] = given;
    const yaml = rule === 'disabled-handler' ? `${MODULE_YAML}kRecover: -1\n` : MODULE_YAML;
    const found = (await lintOf(file, from, to, yaml)).filter((problem) => problem.rule === rule);
    expect(found.map((problem) => formatProblem(problem)).join('\n')).toContain(expected);
    const edits = found.flatMap(({ fix }) => fix ?? []);
    expect(edits.length > 0).toBe(fixed !== undefined);
    if (fixed === undefined) return;
    const before = file === 'more.ts' ? to : FILES[file].replace(from, to);
    const after = applyEdits(before, edits);
    if (file === 'more.ts' || fixed === FILES[file]) expect(after).toBe(fixed);
    else expect(after).toContain(fixed);
  });
});
