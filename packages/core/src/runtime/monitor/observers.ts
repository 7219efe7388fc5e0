import type { RuntimeConfig } from '../../config/runtime-config.js';
import type { Logger } from '../../log.js';
import type { PoolRecord } from '../../route/pool-record.js';
import type { WorkerReport } from '../../worker/worker-report.js';
import { coreVersion } from '../core-version.js';
import type { RuntimeMemory } from '../memory/runtime-memory.js';
import type { Client } from '../sessions/control-connection.js';
import { Monitor } from './monitor.js';
import { TaskNames } from './task-names.js';
import { Watchdog } from './watchdog.js';

/** What they look at. Functions for what is created only while the runtime starts. */
export interface Observed {
  readonly config: RuntimeConfig;
  readonly logger: Logger;
  reports(timeoutMs: number): Promise<(WorkerReport | undefined)[]>;
  memory(): RuntimeMemory;
  pools(): readonly PoolRecord[];
  clients(): readonly Client[];
  uptimeMs(): number;
}

/** The observers of a runtime: the watchdog, which warns, and the monitor, which answers. */
export class Observers {
  readonly names: TaskNames;
  readonly watchdog: Watchdog;
  readonly monitor: Monitor;

  constructor(private readonly observed: Observed) {
    const { workers, watchdogMs } = observed.config.runtime;
    this.names = new TaskNames(() => observed.pools());
    this.watchdog = new Watchdog({
      workers,
      watchdogMs,
      pulse: (worker) => observed.memory().shared.pulseOf(worker).read(),
      describe: (task) => this.describe(task),
      warn: (message) => observed.logger.warn(message),
    });
    this.monitor = new Monitor({
      workers,
      names: this.names,
      reports: (timeoutMs) => observed.reports(timeoutMs),
      doing: (worker) => this.doing(worker) ?? null,
      summary: () => ({
        pid: process.pid,
        version: coreVersion(),
        workers,
        uptimeMs: observed.uptimeMs(),
      }),
      pools: () => observed.pools(),
      clients: () => observed.clients().map(({ party, process: { pid } }) => ({ party, pid })),
      chunks: () => observed.memory().chunks,
    });
  }

  /** A description of the task whose method is on a worker's stack. */
  doing(worker: number): string | undefined {
    const { task } = this.observed.memory().shared.pulseOf(worker).read();
    return task === 0 ? undefined : this.describe(task);
  }

  private describe(task: number): string {
    return this.names.describe(this.observed.memory().mapped.main, task);
  }
}
