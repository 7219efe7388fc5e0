/** All rules, one file each. */
import type { LintRule } from './rule.js';
import { baseCreateTask } from './rules/base-create-task.js';
import { blockingCall } from './rules/blocking-call.js';
import { clientBase } from './rules/client-base.js';
import { createTaskClass } from './rules/create-task-class.js';
import { customDel } from './rules/custom-del.js';
import { disabledHandler } from './rules/disabled-handler.js';
import { entryExports } from './rules/entry-exports.js';
import { entryPoint } from './rules/entry-point.js';
import { foreignLock } from './rules/foreign-lock.js';
import { handlerMissing } from './rules/handler-missing.js';
import { handlerSignature } from './rules/handler-signature.js';
import { hardCodedName } from './rules/hard-coded-name.js';
import { initOverride } from './rules/init-override.js';
import { keptTask } from './rules/kept-task.js';
import { leakedHandle } from './rules/leaked-handle.js';
import { lockRelease } from './rules/lock-release.js';
import { methodCast } from './rules/method-cast.js';
import { methodEnum } from './rules/method-enum.js';
import { moduleState } from './rules/module-state.js';
import { monitorAsync } from './rules/monitor-async.js';
import { monitorEnqueue } from './rules/monitor-enqueue.js';
import { monitorLaneMode } from './rules/monitor-lane-mode.js';
import { monitorLocalSchedule } from './rules/monitor-local-schedule.js';
import { monitorMissing } from './rules/monitor-missing.js';
import { monitorRouteLane } from './rules/monitor-route-lane.js';
import { noQueue } from './rules/no-queue.js';
import { ownClient } from './rules/own-client.js';
import { packageName } from './rules/package-name.js';
import { promiseChainLock } from './rules/promise-chain-lock.js';
import { queueName } from './rules/queue-name.js';
import { queueOutsideCreate } from './rules/queue-outside-create.js';
import { rawPriority } from './rules/raw-priority.js';
import { rawQueueId } from './rules/raw-queue-id.js';
import { runtimeClass } from './rules/runtime-class.js';
import { scopedUsing } from './rules/scoped-using.js';
import { strayMonitor } from './rules/stray-monitor.js';
import { taskConstructor } from './rules/task-constructor.js';
import { undeclaredDependency } from './rules/undeclared-dependency.js';
import { unknownQueue } from './rules/unknown-queue.js';

export const LINT_RULES: readonly LintRule[] = [
  baseCreateTask,
  blockingCall,
  clientBase,
  createTaskClass,
  customDel,
  disabledHandler,
  entryExports,
  entryPoint,
  foreignLock,
  handlerMissing,
  handlerSignature,
  hardCodedName,
  initOverride,
  keptTask,
  leakedHandle,
  lockRelease,
  methodCast,
  methodEnum,
  moduleState,
  monitorAsync,
  monitorEnqueue,
  monitorLaneMode,
  monitorLocalSchedule,
  monitorMissing,
  monitorRouteLane,
  noQueue,
  ownClient,
  packageName,
  promiseChainLock,
  queueName,
  queueOutsideCreate,
  rawPriority,
  rawQueueId,
  runtimeClass,
  scopedUsing,
  strayMonitor,
  taskConstructor,
  undeclaredDependency,
  unknownQueue,
];
