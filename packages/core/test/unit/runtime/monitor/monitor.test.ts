import { beforeEach, describe, expect, test } from '@jest/globals';
import { CHUNK_BYTES } from '../../../../src/layout/alignment.js';
import { ChunkTable } from '../../../../src/memory/chunk-table.js';
import { LatencyHistogram } from '../../../../src/module/latency-histogram.js';
import { Monitor } from '../../../../src/runtime/monitor/monitor.js';
import { TaskNames } from '../../../../src/runtime/monitor/task-names.js';
import type { WorkerReport } from '../../../../src/worker/worker-report.js';

const location = { runtimeUrl: '', libExecUrl: '' };
const POOLS = [
  { id: '1.0', name: 'admin', module: 'chimaera_admin', location, workers: [0] },
  { id: '7000.0', name: 'greetings', module: 'chimaera_MOD_NAME', location, workers: [0, 1] },
];

function workerReport(changes: Partial<WorkerReport>): WorkerReport {
  return {
    load: 0.5,
    queued: 0,
    suspended: 0,
    periodic: 0,
    started: 10,
    finished: 10,
    estimatedUs: 0,
    methods: [],
    containers: [],
    usedBytes: [0, 0, 0],
    locks: [],
    ...changes,
  };
}

function latency(...ms: number[]): ReturnType<LatencyHistogram['snapshot']> {
  const histogram = new LatencyHistogram();
  for (const value of ms) histogram.add(value);
  return histogram.snapshot();
}

describe('the monitor', () => {
  let answers: (WorkerReport | undefined)[];
  let chunks: ChunkTable;
  let monitor: Monitor;

  beforeEach(() => {
    answers = [workerReport({}), workerReport({ load: 0.25 })];
    chunks = ChunkTable.allocate([64 * CHUNK_BYTES, 16 * CHUNK_BYTES, 16 * CHUNK_BYTES]);
    const names = new TaskNames(() => POOLS);
    names.learn('chimaera_MOD_NAME', [[10, 'kCustom']]);
    monitor = new Monitor({
      workers: 2,
      reports: () => Promise.resolve(answers),
      doing: (worker) => (worker === 1 ? "kCustom of pool 'greetings'" : null),
      summary: () => ({ pid: 42, version: '1.0.0', workers: 2, uptimeMs: 5 }),
      pools: () => POOLS,
      clients: () => [{ party: 2, pid: 4711 }],
      chunks: () => chunks,
      names,
    });
  });

  test('an unknown query is an error that lists the known ones', async () => {
    const known = 'all, runtime, workers, methods, containers, memory, clients, locks';
    await expect(monitor.report('methosd')).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: `monitor has no query 'methosd' (did you mean 'methods'?); it knows ${known}`,
    });
    await expect(monitor.report('')).rejects.toMatchObject({ message: expect.stringContaining(known) });
    await expect(monitor.report('constructor')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('a query returns its part, and all returns every part', async () => {
    expect(Object.keys(await monitor.report('clients'))).toEqual(['query', 'clients']);
    expect(Object.keys(await monitor.report('all'))).toEqual([
      ...['query', 'runtime', 'workers', 'methods', 'containers', 'memory', 'clients', 'locks'],
    ]);
  });

  test('a worker that does not answer is reported as blocked, with its last counts', async () => {
    answers[1] = workerReport({ load: 0.25, queued: 3, suspended: 2, finished: 100 });
    await monitor.report('workers');
    answers[1] = undefined;
    expect((await monitor.report('workers')).workers).toMatchObject([
      { worker: 0, responding: true, load: 0.5, running: 0, doing: null },
      {
        worker: 1,
        responding: false,
        load: 1,
        running: 1,
        doing: "kCustom of pool 'greetings'",
        queued: 3,
        suspended: 2,
        finished: 100,
      },
    ]);
  });

  test('methods are reported per pool, over all containers', async () => {
    const pool = '7000.0';
    answers[0] = workerReport({
      methods: [
        { pool, method: 20, finished: 1, failed: 1, latency: latency() },
        { pool, method: 10, finished: 100, failed: 3, latency: latency(1, 1, 1) },
        { pool: '9.9', method: 10, finished: 7, failed: 0, latency: latency() },
      ],
    });
    answers[1] = workerReport({
      methods: [{ pool, method: 10, finished: 50, failed: 0, latency: latency(100) }],
    });
    const { methods } = await monitor.report('methods');
    expect(methods).toMatchObject([
      {
        poolName: 'greetings',
        method: 'kCustom',
        id: 10,
        finished: 150,
        failed: 3,
        timed: 4,
        maxUs: 100_000,
      },
      { method: '20', id: 20, finished: 1, failed: 1, timed: 0, p50Us: 0, maxUs: 0 },
    ]);
    expect(methods![0].p50Us).toBeGreaterThan(900);
    expect(methods![0].p50Us).toBeLessThan(1100);
    expect(methods![0].p99Us).toBeGreaterThan(90_000);
  });

  test('containers are reported in pool order, without those of destroyed pools', async () => {
    const container = (pool: string, number: number) => ({ pool, container: number, work: 1, lanes: [] });
    answers = [
      workerReport({ containers: [container('7000.0', 1), container('5.5', 0), container('1.0', 0)] }),
      workerReport({ containers: [container('7000.0', 0)] }),
    ];
    expect((await monitor.report('containers')).containers).toMatchObject([
      { pool: '1.0', poolName: 'admin', module: 'chimaera_admin', container: 0, worker: 0 },
      { pool: '7000.0', poolName: 'greetings', container: 0, worker: 1 },
      { pool: '7000.0', poolName: 'greetings', container: 1, worker: 0 },
    ]);
  });

  test('memory is reported per segment and per owner', async () => {
    chunks.claim(0, 3, 0);
    chunks.claim(0, 2, 2);
    chunks.claim(1, 1, 2);
    chunks.claim(2, 1, 9);
    answers[0] = workerReport({ usedBytes: [4096, 0, 512] });
    const { memory, clients } = await monitor.report('all');
    expect(memory!.segments).toEqual([
      { segment: 'main', bytes: 64 * CHUNK_BYTES, usedBytes: 5 * CHUNK_BYTES },
      { segment: 'client', bytes: 16 * CHUNK_BYTES, usedBytes: CHUNK_BYTES },
      { segment: 'runtime', bytes: 16 * CHUNK_BYTES, usedBytes: CHUNK_BYTES },
    ]);
    expect(memory!.arenas).toEqual([
      { party: 0, owner: 'worker 0', segment: 'main', heldBytes: 3 * CHUNK_BYTES, usedBytes: 4096 },
      { party: 2, owner: 'process 4711', segment: 'main', heldBytes: 2 * CHUNK_BYTES, usedBytes: null },
      { party: 2, owner: 'process 4711', segment: 'client', heldBytes: CHUNK_BYTES, usedBytes: null },
      {
        party: 9,
        owner: 'a client that has gone',
        segment: 'runtime',
        heldBytes: CHUNK_BYTES,
        usedBytes: null,
      },
    ]);
    expect(clients).toEqual([{ party: 2, pid: 4711, heldBytes: 3 * CHUNK_BYTES }]);
  });

  test('a shared lock is reported once, and the lock of a container separately', async () => {
    const user = (worker: number) => ({ task: 't', worker, mode: 'write' as const, forMs: 1 });
    answers = [0, 1].map((worker) =>
      workerReport({
        locks: [
          {
            lock: 'm.table',
            container: null,
            held: worker === 0 ? [user(0)] : [],
            waiting: worker === 1 ? [user(1)] : [],
          },
          { lock: 'CoMutex', container: `container ${worker}`, held: [user(worker)], waiting: [] },
        ],
      }),
    );
    for (let look = 0; look < 2; look++) {
      expect((await monitor.report('locks')).locks).toEqual([
        { lock: 'm.table', container: null, held: [user(0)], waiting: [user(1)] },
        { lock: 'CoMutex', container: 'container 0', held: [user(0)], waiting: [] },
        { lock: 'CoMutex', container: 'container 1', held: [user(1)], waiting: [] },
      ]);
    }
  });
});
