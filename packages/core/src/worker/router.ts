import { ChimaeraError } from '../errors.js';
import { TaskFlag } from '../layout/task-layout.js';
import { QueuePriority, type Lane } from '../lane/lane.js';
import type { Logger } from '../log.js';
import { MonitorMode } from '../module/lib-exec.js';
import type { RunContext } from '../module/run-context.js';
import { enterTask, leaveTask } from '../sync/task-context.js';
import type { LocalContainer } from '../module/local-container.js';

/** Finds the lane in which a task waits by asking the module's monitor (guide "Correct Lane Routing"). */
export class Router {
  constructor(
    private readonly strictMonitors: boolean,
    private readonly logger: Logger,
  ) {}

  /**
   * @throws ChimaeraError MONITOR_FAILED when the monitor throws, MONITOR_MISSING under `strict_monitors` when there
   * is none or it decides nothing
   */
  laneOf(local: LocalContainer, rctx: RunContext): Lane<RunContext> {
    const { container, libExec } = local;
    const { $method: method, task } = rctx;
    let monitored: boolean;
    const previous = enterTask(rctx);
    try {
      monitored = libExec.monitor(container, MonitorMode.kGlobalSchedule, method, task, rctx);
      if (monitored) libExec.monitor(container, MonitorMode.kLocalSchedule, method, task, rctx);
    } catch (error) {
      throw this.monitorFailed(local, rctx, error);
    } finally {
      leaveTask(previous);
    }
    return rctx.routeLane ?? this.fallback(local, rctx, monitored);
  }

  /** The module may release what it keeps for the task (checklist CON3); its failure changes nothing for the task. */
  cleanUp(local: LocalContainer, rctx: RunContext): void {
    try {
      local.libExec.monitor(local.container, MonitorMode.kCleanup, rctx.$method, rctx.task, rctx);
    } catch (error) {
      this.logger.warn(this.monitorFailed(local, rctx, error).message);
    }
  }

  /** What nobody has routed waits in the container's default lane, after one warning per method (CON6). */
  private fallback(local: LocalContainer, rctx: RunContext, monitored: boolean): Lane<RunContext> {
    const { container, warned } = local;
    if (this.strictMonitors || !warned.has(rctx.$method)) {
      warned.add(rctx.$method);
      const what = monitored
        ? 'its monitor sets no rctx.routeLane in mode kLocalSchedule'
        : 'it has no monitor';
      const message = `${nameOf(rctx)} of pool ${container.poolName}: ${what}`;
      if (this.strictMonitors)
        throw new ChimaeraError(
          'MONITOR_MISSING',
          `${message}; add one, or turn runtime.strict_monitors off`,
        );
      this.logger.warn(`${message}; its tasks wait in the default lane`);
    }
    const highLatency = (rctx.$flags & TaskFlag.kHighLatency) !== 0;
    return container.$defaultLane(highLatency);
  }

  private monitorFailed(local: LocalContainer, rctx: RunContext, error: unknown): ChimaeraError {
    const reason = error instanceof Error ? error.message : String(error);
    return new ChimaeraError(
      'MONITOR_FAILED',
      `the monitor of ${nameOf(rctx)} of pool ${local.container.poolName} threw: ${reason}`,
      { cause: error },
    );
  }
}

export function nameOf(rctx: RunContext): string {
  return `${rctx.$type.module}.${rctx.$type.name}`;
}

/** Whether tasks of the lane start ahead of others. */
export function isLowLatency(lane: Lane<RunContext>): boolean {
  return lane.priority === QueuePriority.kLowLatency;
}
