/** What rules leave alone: code that is right, and looks a little like what is not. */
import { describe, expect, test } from '@jest/globals';
import { formatProblem } from '../../src/errors.js';
import { HELD, lintOf, type Name, R, ROUTE } from '../support/lint-sample.js';

describe('no complaint', () => {
  test.each<[string, Name, string, string]>([
    [
      'of a monitor that leaves the lane to a helper',
      R,
      ROUTE,
      'this.route(mode, rctx); } private route(mode: MonitorMode, rctx: RunContext) { if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kWorkQueue, 0);',
    ],
    [
      'of a monitor that answers every question alike',
      R,
      ROUTE,
      'rctx.routeLane = this.getLane(kWorkQueue, 0);',
    ],
    [
      'of lanes that are set where another mode has been left, or taken back anywhere',
      R,
      ROUTE,
      `if (mode === MonitorMode.kEstLoad) { rctx.routeLane = null; return; }
       if (mode !== MonitorMode.kLocalSchedule) return;
       rctx.routeLane = this.getLane(kWorkQueue, 0);`,
    ],
    [
      'of lanes that are set in a branch of several modes, or by falling into it',
      R,
      ROUTE,
      `if (mode === MonitorMode.kLocalSchedule || mode === MonitorMode.kGlobalSchedule) rctx.routeLane = this.getLane(kWorkQueue, 0);
       switch (mode) { case MonitorMode.kLocalSchedule: this.sum++; case MonitorMode.kEstLoad: rctx.routeLane = this.getLane(kWorkQueue, 1); }`,
    ],
    [
      'of a lock that is released in a finally',
      R,
      HELD,
      'await this.mutex.lock(); try { this.sum++; } finally { this.mutex.unlock(); }',
    ],
    [
      'of a handler that takes less',
      R,
      'task: PingTask, rctx: RunContext): Promise<void> {\n    using _held = await this.mutex.scoped();\n    this.sum += task.n;',
      '): Promise<void> {',
    ],
    [
      'of handles that are disposed of, or passed on',
      R,
      'this.sum +=',
      `using sent = this.client.asyncPing({ n: 1 });
       const other = this.client.asyncPing({ n: 2 });
       try { await other.wait(); } finally { other.dispose(); }
       const third = this.client.asyncPing({ n: 3 });
       this.running.push(third);
       this.periodic = this.client.asyncPing({ n: 4 }, { periodMs: 10 });
       this.sum += sent.returnCode +`,
    ],
    [
      'of methods of class Client that begin with async and are its own',
      'client.ts',
      'extends ClientBase {}',
      'extends ClientBase { start() { void this.asyncSetUp(); } private async asyncSetUp() {} }',
    ],
    [
      'of a queue that a helper makes',
      R,
      'this.createLocalQueue(kWorkQueue, 4, QueuePriority.kLowLatency);',
      'makeQueues(this); } helped() { } } function makeQueues(container: Container) { if (container) { container.createLocalQueue(kWorkQueue, 4, QueuePriority.kLowLatency); }',
    ],
    [
      'of a monitor that looks something up, and describes what a method will send',
      R,
      ROUTE,
      `${ROUTE} this.cache.get(task.n); this.http.lookup(); this.next = this.client.preparePing({ n: 1 }); } private readonly http = new HttpClient(); private other() {`,
    ],
    [
      'of a promise that is waited for once, or is for everybody',
      R,
      'this.sum +=',
      'this.ready ??= this.load(); await this.ready; const loaded = this.load().then(parse); this.loading = loaded; await loaded; this.sum +=',
    ],
    [
      'of names of methods with other numbers',
      'more.ts',
      '',
      'export const Kind = { kPing: 0 } as const;\nexport enum Other { kPing }\n',
    ],
    [
      'of a queue constant that says no more than that',
      'more.ts',
      '',
      'const kQueue = 3;\nexport const f = (it: Container) => it.createLocalQueue(kQueue, 1, QueuePriority.kHighLatency);\n',
    ],
    [
      'of a package for development that only its types come from',
      'more.ts',
      '',
      "import type { Document } from 'yaml-types';\nexport type { Node } from 'yaml-types';\nexport type D = Document;\n",
    ],
    ['of an import of itself', 'more.ts', '', "export { Client } from '@demo/sample';\n"],
    [
      'of what is ignored with a reason',
      R,
      'const kWorkQueue = 0;',
      'const kWorkQueue = 0;\n// chimaera-lint-ignore module-state: counts for the log of this thread\nlet calls = 0;',
    ],
  ])('%s', async (_what, file, from, to) => {
    expect((await lintOf(file, from, to)).map((problem) => formatProblem(problem))).toEqual([]);
  });

  test('is suppressed by a comment without a reason', async () => {
    const found = await lintOf(
      R,
      'const kWorkQueue = 0;',
      'const kWorkQueue = 0;\n// chimaera-lint-ignore module-state:\nlet calls = 0;',
    );
    expect(found.map(({ rule }) => rule)).toEqual(['module-state']);
  });
});
