import type { ContainerSummary, LaneSummary, LockSummary, LockUser } from '../chi/runtime-report.js';
import { QueuePriority } from '../lane/lane.js';
import type { LatencyCounts } from '../module/latency-histogram.js';
import type { LocalContainer } from '../module/local-container.js';
import type { RunContext } from '../module/run-context.js';
import { SharedLock } from '../sync/shared-lock.js';
import type { TaskLock } from '../sync/task-lock.js';
import { nameOf } from './flow/router.js';
import type { TaskFlow } from './flow/task-flow.js';
import type { PoolTable } from './state/pool-table.js';

/** For this many tasks of a backlog the monitor is asked how long they take; the others are assumed to be like them. */
const MOST_ESTIMATES = 1000;

/** What a worker reports about itself when asked: its share of a RuntimeReport. */
export interface WorkerReport {
  readonly load: number;
  readonly queued: number;
  readonly suspended: number;
  readonly periodic: number;
  readonly started: number;
  readonly finished: number;
  readonly estimatedUs: number;
  readonly methods: readonly MethodReport[];
  readonly containers: readonly ContainerReport[];
  /** Bytes in blocks, by segment. */
  readonly usedBytes: readonly number[];
  readonly locks: readonly LockSummary[];
}

/** The part of a container's report that only its worker knows. */
export type ContainerReport = Pick<ContainerSummary, 'pool' | 'container' | 'work' | 'lanes'>;

/** One method of one container. */
export interface MethodReport {
  readonly pool: string;
  readonly method: number;
  readonly finished: number;
  readonly failed: number;
  readonly latency: LatencyCounts;
}

/** Inspects a worker from within; costs its tasks nothing while nobody asks. */
export class Reporter {
  constructor(
    private readonly index: number,
    private readonly flow: TaskFlow,
    private readonly pools: PoolTable,
    private readonly usedBytes: () => readonly number[],
    private readonly load: () => number,
  ) {}

  report(nowMs: number): WorkerReport {
    const { started, queued, outcomes } = this.flow;
    return {
      load: this.load(),
      queued,
      suspended: outcomes.suspendedTasks.size,
      periodic: outcomes.periodics.size,
      started,
      finished: outcomes.finished,
      estimatedUs: Math.round(this.estimatedUs()),
      methods: [...this.methods()],
      containers: [...this.containers(nowMs)],
      usedBytes: this.usedBytes(),
      locks: this.locks(nowMs),
    };
  }

  private *locals(): Iterable<LocalContainer> {
    for (const pool of this.pools.all()) for (const local of pool.local) if (local !== undefined) yield local;
  }

  private *methods(): Iterable<MethodReport> {
    for (const { container, methods } of this.locals()) {
      for (const [method, counts] of methods.entries()) {
        if (counts === undefined || counts.finished === 0) continue;
        const { finished, failed, latency } = counts;
        yield { pool: container.poolId.toString(), method, finished, failed, latency: latency.snapshot() };
      }
    }
  }

  private *containers(nowMs: number): Iterable<ContainerReport> {
    for (const { container } of this.locals()) {
      yield {
        pool: container.poolId.toString(),
        container: container.containerId,
        work: container.getWorkRemaining(),
        lanes: Array.from(container.$lanes(), (lane): LaneSummary => {
          const oldest = lane.$peek();
          return {
            queue: lane.queueId,
            lane: lane.laneId,
            priority: lane.priority === QueuePriority.kLowLatency ? 'low-latency' : 'high-latency',
            depth: lane.size,
            oldestMs: oldest === undefined ? 0 : ageMs(oldest, nowMs),
          };
        }),
      };
    }
  }

  private estimatedUs(): number {
    let us = 0;
    for (const { estimatedCompletionTimeUs } of this.flow.outcomes.suspendedTasks)
      us += estimatedCompletionTimeUs;
    let asked = 0;
    let queuedUs = 0;
    for (const { container } of this.locals()) {
      for (const lane of container.$lanes()) {
        for (const rctx of lane.$waiting(MOST_ESTIMATES - asked)) {
          queuedUs += this.flow.estimateUs(rctx);
          asked++;
        }
      }
    }
    return asked === 0 ? us : us + (queuedUs / asked) * this.flow.queued;
  }

  /** While anybody looks, only suspended tasks can hold a lock. */
  private locks(nowMs: number): LockSummary[] {
    const users = new Map<TaskLock, { container: string | null; held: LockUser[]; waiting: LockUser[] }>();
    for (const rctx of this.flow.outcomes.suspendedTasks) {
      for (const { lock, reads, writes, waits } of rctx.holds ?? []) {
        let entry = users.get(lock);
        if (entry === undefined) {
          const container = lock instanceof SharedLock ? null : placeOf(rctx);
          users.set(lock, (entry = { container, held: [], waiting: [] }));
        }
        const user = {
          task: `${nameOf(rctx)} of pool '${rctx.container.poolName}'`,
          worker: this.index,
          forMs: ageMs(rctx, nowMs),
        };
        if (reads + writes > 0) entry.held.push({ ...user, mode: writes > 0 ? 'write' : 'read' });
        for (const { mode } of waits) entry.waiting.push({ ...user, mode: mode === 0 ? 'read' : 'write' });
      }
    }
    return Array.from(users, ([lock, entry]) => ({ lock: lock.label, ...entry }));
  }
}

function ageMs({ $sinceMs }: RunContext, nowMs: number): number {
  return Math.max(Math.round(nowMs - $sinceMs), 0);
}

function placeOf({ container }: RunContext): string {
  return `container ${container.containerId} of pool '${container.poolName}'`;
}
