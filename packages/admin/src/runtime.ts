import {
  ChimaeraError,
  chiTask,
  Container,
  type DestroyTask,
  MonitorMode,
  PoolId,
  QueuePriority,
  type RunContext,
  type RuntimeControl,
} from '@chimaera/core/module';
import {
  CreateParams,
  type CreateTask,
  type DestroyPoolTask,
  type FlushTask,
  type GetOrCreatePoolTask,
  type MonitorTask,
  type StopRuntimeTask,
} from './tasks.js';

const kAdminQueue = 0;
const kAdminLane = 0;

/** Estimate for kEstLoad of how long it takes to create a pool: a guess, because modules differ. */
const CREATE_US = 1000;
const OTHER_US = 100;
/** The deepest nesting of tasks that is believed, because the number comes from whoever sends the flush. */
const kDeepestCaller = 1000;

/** The tasks that concern the runtime itself. The control plane does what they ask for. */
export class Runtime extends Container {
  static readonly CreateParams = CreateParams;
  static readonly maxContainers = 1;

  create(_task: CreateTask, _rctx: RunContext): void {
    this.createLocalQueue(kAdminQueue, 1, QueuePriority.kLowLatency);
  }

  destroy(_task: DestroyTask, _rctx: RunContext): void {}

  /** Answers with the pool's own id, which is the requested one only if that was given and free. */
  async getOrCreatePool(task: GetOrCreatePoolTask, _rctx: RunContext): Promise<void> {
    try {
      const pool = await this.control.createPool({
        module: task.chimodName,
        name: task.poolName,
        poolId: task.newPoolId.toString(),
        containers: task.containers,
        poolQuery: task.poolQuery.toString(),
        params: task.chimodParams.slice(),
      });
      task.newPoolId = PoolId.parse(pool.poolId);
      task.containers = pool.containers;
      task.created = pool.created;
      task.resultCode = 0;
    } catch (error) {
      task.resultCode = error instanceof ChimaeraError ? error.returnCode : 1;
      throw error;
    }
  }

  async destroyPool(task: DestroyPoolTask, rctx: RunContext): Promise<void> {
    const { origin, major } = rctx.taskNode;
    await this.control.destroyPool(task.targetPoolId.toString(), { origin, major });
  }

  stopRuntime(task: StopRuntimeTask, _rctx: RunContext): void {
    this.control.stop({ graceMs: task.graceMs });
  }

  /**
   * A method that sends this task is itself under way, and so is whoever waits for that: each is one level of the node.
   */
  async flush(task: FlushTask, rctx: RunContext): Promise<void> {
    const { isOfPeriodic, minor } = rctx.taskNode;
    // Descendants of periodic tasks are not waited for anyway.
    const callers = isOfPeriodic ? 0 : 1 + Math.min(minor, kDeepestCaller);
    task.totalWorkDone = await this.control.flush(callers);
  }

  async monitor(task: MonitorTask, _rctx: RunContext): Promise<void> {
    task.report = JSON.stringify(await this.control.monitor(task.query ?? 'all'));
  }

  monitorGetOrCreatePool(mode: MonitorMode, _task: GetOrCreatePoolTask, rctx: RunContext): void {
    this.schedule(mode, rctx, CREATE_US);
  }

  monitorDestroyPool(mode: MonitorMode, _task: DestroyPoolTask, rctx: RunContext): void {
    this.schedule(mode, rctx, OTHER_US);
  }

  monitorStopRuntime(mode: MonitorMode, _task: StopRuntimeTask, rctx: RunContext): void {
    this.schedule(mode, rctx, OTHER_US);
  }

  monitorFlush(mode: MonitorMode, _task: FlushTask, rctx: RunContext): void {
    this.schedule(mode, rctx, OTHER_US);
  }

  monitorMonitor(mode: MonitorMode, _task: MonitorTask, rctx: RunContext): void {
    this.schedule(mode, rctx, OTHER_US);
  }

  // One lane for all: tasks start in the order of arrival, and one that waits lets the next one start.
  private schedule(mode: MonitorMode, rctx: RunContext, estimateUs: number): void {
    if (mode === MonitorMode.kLocalSchedule) rctx.routeLane = this.getLane(kAdminQueue, kAdminLane);
    else if (mode === MonitorMode.kEstLoad) rctx.estimatedCompletionTimeUs = estimateUs;
  }

  private get control(): RuntimeControl {
    if (this.runtime) return this.runtime;
    throw new ChimaeraError(
      'MODULE_INVALID',
      'the admin module runs only in the pool that the runtime makes for it',
    );
  }
}

export default chiTask(Runtime);
