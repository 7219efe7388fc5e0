import { ChimaeraError, textOfThrown } from '../../errors.js';
import { Lane } from '../../lane/lane.js';
import { TaskFlag } from '../../layout/task-layout.js';
import type { Logger } from '../../log.js';
import { MonitorMode } from '../../module/lib-exec.js';
import type { LocalContainer } from '../../module/local-container.js';
import type { RunContext } from '../../module/run-context.js';
import { containersOf } from '../../route/resolve.js';
import type { RouteTable } from '../../route/route-table.js';
import type { Party } from '../../submit/party.js';
import { enterTask, leaveTask } from '../../sync/task-context.js';
import type { Elsewhere } from './acceptor.js';

/** The assumed duration of a waiting task whose monitor does not give one (checklist SIL21). */
const DEFAULT_ESTIMATE_US = 1000;

/** Warnings that are logged once per method, however many tasks give reason for them: added to the method's number. */
const About = { kLane: 0, kEstLoad: 2 ** 16, kQueries: 2 * 2 ** 16, kCleanup: 3 * 2 ** 16 } as const;
type About = (typeof About)[keyof typeof About];

/** The error for a monitor that sends a task. */
const inMonitor = new ChimaeraError(
  'ENQUEUE_IN_MONITOR',
  'a monitor must not send tasks: it sets rctx.routeLane, and the method does the work',
);

/** Finds the lane for a task by asking the module's monitor (guide "Correct Lane Routing"). */
export class Router {
  /** Where the task goes if `laneOf` has returned null. */
  readonly elsewhere: Elsewhere = { container: 0, worker: 0 };

  constructor(
    private readonly strictMonitors: boolean,
    private readonly logger: Logger,
    private readonly routes: RouteTable,
    private readonly party: Party,
  ) {}

  /**
   * Null if the monitor has sent the task to another container.
   * @throws ChimaeraError MONITOR_FAILED if the monitor throws, MONITOR_MISSING under `strict_monitors` if there is
   * none or it decides nothing
   */
  laneOf(local: LocalContainer, rctx: RunContext): Lane<RunContext> | null {
    const { container, libExec } = local;
    const { $method: method, task } = rctx;
    let monitored: boolean;
    const previous = enterTask(rctx);
    const refusal = this.party.refuse(inMonitor);
    try {
      if ((rctx.$flags & TaskFlag.kRouted) === 0) {
        monitored = libExec.monitor(container, MonitorMode.kGlobalSchedule, method, task, rctx);
        if (rctx.$queries !== null && this.goesElsewhere(local, rctx)) return null;
      } else monitored = true;
      if (monitored) monitored = libExec.monitor(container, MonitorMode.kLocalSchedule, method, task, rctx);
    } catch (error) {
      throw this.monitorFailed(local, rctx, error);
    } finally {
      this.party.refuse(refusal);
      leaveTask(previous);
    }
    const lane = rctx.routeLane ?? this.fallback(local, rctx, monitored);
    if (!(lane instanceof Lane))
      throw this.monitorFailed(
        local,
        rctx,
        'it set rctx.routeLane to something that is not a lane; use getLane()',
      );
    return lane;
  }

  /** For debugging. */
  log(rctx: RunContext, { queueId, laneId }: Lane<RunContext>): void {
    const { container } = rctx;
    this.logger.debug(
      `task ${rctx.$party}:${rctx.$slot} ${rctx.$type.name} of pool ${container.poolName} goes to container ${container.containerId}, queue ${queueId}, lane ${laneId}`,
    );
  }

  /**
   * How long a waiting task may take, in microseconds: asked once it has suspended (checklist SIL21). It is only for
   * the load that `monitor` shows: nothing here polls, so nothing needs it as a hint.
   */
  estimate(local: LocalContainer, rctx: RunContext): number {
    rctx.estimatedCompletionTimeUs = 0;
    const previous = enterTask(rctx);
    const refusal = this.party.refuse(inMonitor);
    try {
      local.libExec.monitor(local.container, MonitorMode.kEstLoad, rctx.$method, rctx.task, rctx);
    } catch (error) {
      this.warnOnce(local, rctx, About.kEstLoad, this.monitorFailed(local, rctx, error).message);
    } finally {
      this.party.refuse(refusal);
      leaveTask(previous);
    }
    const { estimatedCompletionTimeUs: answer } = rctx;
    return (rctx.estimatedCompletionTimeUs =
      Number.isFinite(answer) && answer > 0 ? answer : DEFAULT_ESTIMATE_US);
  }

  /**
   * A monitor has read `poolQueries`, and may have replaced them. If they name one other container, the task goes
   * there; if several, each runs a copy; if none or nonsense, nothing changes.
   */
  private goesElsewhere(local: LocalContainer, rctx: RunContext): boolean {
    const { poolId, containerId } = local.container;
    const route = this.routes.find(poolId.major, poolId.minor);
    if (route === undefined) return false;
    const containers = containersOf(route, rctx.$queries, containerId);
    if (containers === undefined) {
      const message = `${nameOf(rctx)} of pool ${local.container.poolName}: its monitor set rctx.poolQueries to queries that name no container`;
      this.warnOnce(local, rctx, About.kQueries, `${message}; the task stays where it is`);
      return false;
    }
    if (containers.length > 1) {
      rctx.$copiesIn = containers;
      rctx.$flags |= TaskFlag.kForceNet;
      return false;
    }
    const container = containers[0]!;
    if (container === containerId) return false;
    this.elsewhere.container = container;
    this.elsewhere.worker = route.workers[container]!;
    return true;
  }

  /** Logs a warning once, because each task of a method may go wrong in the same way. */
  private warnOnce({ warned }: LocalContainer, { $method }: RunContext, about: About, message: string): void {
    if (warned.has($method + about)) return;
    warned.add($method + about);
    this.logger.warn(message);
  }

  /** Lets the module release what it keeps for the task (checklist CON3). A failure does not affect the task. */
  cleanUp(local: LocalContainer, rctx: RunContext): void {
    const refusal = this.party.refuse(inMonitor);
    try {
      local.libExec.monitor(local.container, MonitorMode.kCleanup, rctx.$method, rctx.task, rctx);
    } catch (error) {
      this.warnOnce(local, rctx, About.kCleanup, this.monitorFailed(local, rctx, error).message);
    } finally {
      this.party.refuse(refusal);
    }
  }

  /** Unrouted tasks wait in the container's default lane, after one warning per method (CON6). */
  private fallback(local: LocalContainer, rctx: RunContext, monitored: boolean): Lane<RunContext> {
    const { container, warned } = local;
    if (this.strictMonitors || !warned.has(rctx.$method + About.kLane)) {
      warned.add(rctx.$method + About.kLane);
      const what = monitored
        ? 'its monitor sets no rctx.routeLane in mode kLocalSchedule, or sets it to a lane that `create` did not create'
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
    return new ChimaeraError(
      'MONITOR_FAILED',
      `the monitor of ${nameOf(rctx)} of pool ${local.container.poolName} threw: ${textOfThrown(error)}`,
      { cause: error },
    );
  }
}

export function nameOf(rctx: RunContext): string {
  return `${rctx.$type.module}.${rctx.$type.name}`;
}
