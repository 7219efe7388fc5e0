import type { ContainerSummary, LockUser, MethodSummary, RuntimeReport, WorkerSummary } from '@chimaera/core';
import { formatSize, printable } from '@chimaera/core/runtime';
import { formatCount, formatDuration, formatShare, formatTable, formatUs } from '../format.js';

/** An earlier report, for computing rates. */
export interface Before {
  readonly report: RuntimeReport;
  readonly elapsedMs: number;
}

const DEFAULT_QUEUE = -1;
const NOTHING = '-';

/** A report as a screen of tables; empty tables are left out. */
export function screenOf(report: RuntimeReport, dir: string, before?: Before): string {
  const { runtime, workers = [], methods = [], containers = [], memory, clients = [], locks = [] } = report;
  const head =
    runtime === undefined
      ? dir
      : `process ${runtime.pid}, version ${runtime.version}, up ${formatDuration(runtime.uptimeMs)}, ${count(clients.length, 'client')}, in ${dir}`;
  const arenas = memory?.arenas ?? [];
  const sections = [
    table(
      ['worker', 'load', 'tasks/s', 'queued', 'running', 'suspended', 'finished', 'estimated', 'doing'],
      workers.map((worker) => workerRow(worker, before)),
    ),
    table(
      ['pool', 'method', 'tasks/s', 'finished', 'failed', 'p50', 'p95', 'p99', 'max'],
      methods.map((method) => methodRow(method, before)),
    ),
    table(
      ['pool', 'container', 'worker', 'work', 'queue', 'lane', 'priority', 'depth', 'oldest'],
      containers.flatMap(containerRows),
    ),
    table(
      ['segment', 'bytes', 'used', ''],
      (memory?.segments ?? []).map(({ segment, bytes, usedBytes }) => [
        segment,
        formatSize(bytes),
        formatSize(usedBytes),
        formatShare(usedBytes / bytes),
      ]),
    ),
    table(
      ['owner', 'segment', 'held', 'in use'],
      arenas.map(({ owner, segment, heldBytes, usedBytes }) => [
        owner,
        segment,
        formatSize(heldBytes),
        usedBytes === null ? NOTHING : formatSize(usedBytes),
      ]),
    ),
    table(
      ['lock', 'of', 'held by', 'waited for by'],
      locks.map(({ lock, container, held, waiting }) => [
        lock,
        container ?? 'all containers',
        users(held),
        users(waiting),
      ]),
    ),
  ];
  return [printable(head), ...sections.filter((section) => section !== '')].join('\n\n');
}

function workerRow(worker: WorkerSummary, before: Before | undefined): string[] {
  const { responding, load, queued, running, suspended, finished, estimatedUs, doing } = worker;
  const earlier = before?.report.workers?.find((other) => other.worker === worker.worker)?.finished;
  return [
    String(worker.worker),
    responding ? formatShare(load) : 'blocked',
    rate(finished, earlier, before),
    formatCount(queued),
    formatCount(running),
    formatCount(suspended),
    formatCount(finished),
    formatUs(estimatedUs),
    doing ?? NOTHING,
  ];
}

function methodRow(method: MethodSummary, before: Before | undefined): string[] {
  const { pool, poolName, finished, failed, timed, p50Us, p95Us, p99Us, maxUs } = method;
  const earlier = before?.report.methods?.find((other) => other.pool === pool && other.id === method.id);
  const latencies = [p50Us, p95Us, p99Us, maxUs];
  return [
    poolName,
    method.method,
    rate(finished, earlier?.finished ?? 0, before),
    formatCount(finished),
    formatCount(failed),
    ...latencies.map((us) => (timed === 0 ? NOTHING : formatUs(us))),
  ];
}

/** One row for the container, with the first lane in which something waits; one more row for each further such lane. */
function containerRows({ poolName, container, worker, work, lanes }: ContainerSummary): string[][] {
  const waiting = lanes
    .filter(({ depth }) => depth > 0)
    .map(({ queue, lane, priority, depth, oldestMs }) => [
      queue === DEFAULT_QUEUE ? 'default' : String(queue),
      String(lane),
      priority,
      formatCount(depth),
      formatDuration(oldestMs),
    ]);
  const [first = new Array<string>(5).fill(NOTHING), ...others] = waiting;
  const head = [poolName, String(container), String(worker), formatCount(work), ...first];
  return [head, ...others.map((cells) => ['', '', '', '', ...cells])];
}

function users(all: readonly LockUser[]): string {
  if (all.length === 0) return NOTHING;
  const [{ task, worker, mode, forMs }] = all;
  const more = all.length === 1 ? '' : ` and ${all.length - 1} more`;
  return `${task}, worker ${worker}, ${mode}, ${formatDuration(forMs)}${more}`;
}

function rate(now: number, earlier: number | undefined, before: Before | undefined): string {
  if (before === undefined || earlier === undefined) return NOTHING;
  return formatCount(Math.round(((now - earlier) * 1000) / before.elapsedMs));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : formatTable([head, ...rows]);
}
