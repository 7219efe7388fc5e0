import type { MethodSummary } from '../../chi/runtime-report.js';
import { LatencyHistogram } from '../../module/latency-histogram.js';
import type { PoolRecord } from '../../route/pool-record.js';
import type { MethodReport, WorkerReport } from '../../worker/worker-report.js';
import type { TaskNames } from './task-names.js';

const US_PER_MS = 1000;

/**
 * One entry for each method of each pool, from the reports of its containers' workers. Ordered by pool, then by method
 * id.
 */
export function mergeMethods(
  reports: readonly WorkerReport[],
  pools: readonly PoolRecord[],
  names: TaskNames,
): MethodSummary[] {
  const byPool = new Map<string, MethodReport[]>();
  for (const method of reports.flatMap(({ methods }) => methods)) {
    const known = byPool.get(method.pool);
    if (known === undefined) byPool.set(method.pool, [method]);
    else known.push(method);
  }
  return pools.flatMap((pool) => {
    const methods = byPool.get(pool.id) ?? [];
    const ids = [...new Set(methods.map(({ method }) => method))].sort((a, b) => a - b);
    return ids.map((id) =>
      summaryOf(
        pool,
        id,
        names,
        methods.filter(({ method }) => method === id),
      ),
    );
  });
}

function summaryOf(
  { id: pool, name: poolName, module }: PoolRecord,
  id: number,
  names: TaskNames,
  methods: readonly MethodReport[],
): MethodSummary {
  const latency = new LatencyHistogram();
  let finished = 0;
  let failed = 0;
  for (const method of methods) {
    latency.merge(method.latency);
    finished += method.finished;
    failed += method.failed;
  }
  return {
    pool,
    poolName,
    module,
    method: names.shortName(module, id),
    id,
    finished,
    failed,
    timed: latency.size,
    p50Us: microseconds(latency.percentile(0.5)),
    p95Us: microseconds(latency.percentile(0.95)),
    p99Us: microseconds(latency.percentile(0.99)),
    maxUs: microseconds(latency.maxMs),
  };
}

/** To a tenth: nothing shorter is measured. */
function microseconds(ms: number): number {
  return Math.round(ms * US_PER_MS * 10) / 10;
}
