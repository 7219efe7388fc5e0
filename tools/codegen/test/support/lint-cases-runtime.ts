/** Cases for the rules about monitors, methods and queues. */
import { METHOD, MONITOR, R, ROUTE, type LintCases } from './lint-sample.js';

export const RUNTIME_CASES: LintCases = {
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
  'monitor-lane-mode': [
    [
      R,
      ROUTE,
      `${ROUTE} if (mode === MonitorMode.kGlobalSchedule) rctx.routeLane = this.getLane(kWorkQueue, 0);`,
      'error: rctx.routeLane is set for kGlobalSchedule, and asked for in kLocalSchedule',
    ],
    [
      R,
      ROUTE,
      `${ROUTE} else { rctx.routeLane = this.getLane(kWorkQueue, 0); }`,
      'rctx.routeLane is set for all modes but kLocalSchedule',
    ],
    [
      R,
      ROUTE,
      'if (!(mode == MonitorMode.kLocalSchedule)) rctx.routeLane = this.getLane(kWorkQueue, 0);',
      'rctx.routeLane is set for all modes but kLocalSchedule',
    ],
    [
      R,
      ROUTE,
      'if (task.n > 0 && mode === MonitorMode.kEstLoad) { if (task.n > 1) rctx.routeLane = this.getLane(kWorkQueue, 0); }',
      'rctx.routeLane is set for kEstLoad',
    ],
    [
      R,
      ROUTE,
      'switch (mode) { case MonitorMode.kLocalSchedule: break; case MonitorMode.kEstLoad: case MonitorMode.kCleanup: rctx.routeLane = this.getLane(kWorkQueue, 0); }',
      'rctx.routeLane is set for kEstLoad, kCleanup',
    ],
    [
      R,
      ROUTE,
      'mode === MonitorMode.kEstLoad && this.pick(rctx); } pick(rctx: RunContext) { const mode = 1; if (MonitorMode.kEstLoad === mode) rctx.routeLane = this.getLane(kWorkQueue, 0);',
      'rctx.routeLane is set for kEstLoad',
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
    [R, 'Promise<void> {', 'Promise<number> {', '15:49: error: ping promises a value, which goes nowhere'],
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
  'raw-priority': [
    [R, 'QueuePriority.kLowLatency)', '1)', '12:42: error: priority 1 is a bare number'],
    [R, 'QueuePriority.kLowLatency)', '(0 as QueuePriority))', 'hint: QueuePriority.kLowLatency'],
    [R, 'QueuePriority.kLowLatency)', '7)', 'hint: there are kLowLatency and kHighLatency'],
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
};
