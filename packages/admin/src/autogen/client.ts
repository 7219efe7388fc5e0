// Generated from chimaera_mod.yaml, src/tasks.ts by `npx nx run codegen:refresh`. Do not edit.
import {
  type CallOptions,
  ContainerClient,
  type CreateArgs,
  type CreateResult,
  type PreparedTask,
} from '@chimaera/core/codegen';
import type { CreateParams } from '../tasks.js';
import {
  createParamsType,
  type DestroyPoolInput,
  type DestroyPoolResult,
  destroyPoolTaskType,
  type DestroyPoolTaskView,
  type FlushInput,
  type FlushResult,
  flushTaskType,
  type FlushTaskView,
  type GetOrCreatePoolInput,
  type GetOrCreatePoolResult,
  getOrCreatePoolTaskType,
  type GetOrCreatePoolTaskView,
  type MonitorInput,
  type MonitorResult,
  monitorTaskType,
  type MonitorTaskView,
  type StopRuntimeInput,
  type StopRuntimeResult,
  stopRuntimeTaskType,
  type StopRuntimeTaskView,
} from './tasks.js';

/** Calls chimaera_admin: each method as a promise, blocking, as a handle, and prepared for a batch. */
export class ClientBase extends ContainerClient {
  /** The module that the pool of this client is of. */
  static readonly module = 'chimaera_admin';

  /** Creates the pool, or finds the one of that name. */
  create(args: CreateArgs<CreateParams> = {}, options?: CallOptions): Promise<CreateResult> {
    return this.createPool(createParamsType, args, options);
  }

  /** Like create, blocking this thread. */
  createSync(args: CreateArgs<CreateParams> = {}, options?: CallOptions): CreateResult {
    return this.createPoolSync(createParamsType, args, options);
  }

  /**
   * Finds the pool of this name, or creates it: loads the module, makes the containers and runs their `create`. A
   * module's client sends it from `create()`; call it directly only for a module whose client is not at hand.
   *
   * kGetOrCreatePool, 10.
   */
  getOrCreatePool(input: GetOrCreatePoolInput, options?: CallOptions): Promise<GetOrCreatePoolResult> {
    return this.call(getOrCreatePoolTaskType, input, options);
  }

  /** Like getOrCreatePool, blocking this thread. */
  getOrCreatePoolSync(input: GetOrCreatePoolInput, options?: CallOptions): GetOrCreatePoolResult {
    return this.callSync(getOrCreatePoolTaskType, input, options);
  }

  /** Like getOrCreatePool, giving a handle at once. */
  asyncGetOrCreatePool(input: GetOrCreatePoolInput, options?: CallOptions): GetOrCreatePoolTaskView {
    return this.submit(getOrCreatePoolTaskType, input, options);
  }

  /** Like getOrCreatePool, for submitBatch. */
  prepareGetOrCreatePool(
    input: GetOrCreatePoolInput,
    options?: CallOptions,
  ): PreparedTask<GetOrCreatePoolResult> {
    return this.prepare(getOrCreatePoolTaskType, input, options);
  }

  /**
   * Destroys a pool: runs `destroy` of its containers and forgets it.
   *
   * kDestroyPool, 11.
   */
  destroyPool(input: DestroyPoolInput, options?: CallOptions): Promise<DestroyPoolResult> {
    return this.call(destroyPoolTaskType, input, options);
  }

  /** Like destroyPool, blocking this thread. */
  destroyPoolSync(input: DestroyPoolInput, options?: CallOptions): DestroyPoolResult {
    return this.callSync(destroyPoolTaskType, input, options);
  }

  /** Like destroyPool, giving a handle at once. */
  asyncDestroyPool(input: DestroyPoolInput, options?: CallOptions): DestroyPoolTaskView {
    return this.submit(destroyPoolTaskType, input, options);
  }

  /** Like destroyPool, for submitBatch. */
  prepareDestroyPool(input: DestroyPoolInput, options?: CallOptions): PreparedTask<DestroyPoolResult> {
    return this.prepare(destroyPoolTaskType, input, options);
  }

  /**
   * Begins the orderly stop of the runtime; completes before it has stopped.
   *
   * kStopRuntime, 12.
   */
  stopRuntime(input: StopRuntimeInput = {}, options?: CallOptions): Promise<StopRuntimeResult> {
    return this.call(stopRuntimeTaskType, input, options);
  }

  /** Like stopRuntime, blocking this thread. */
  stopRuntimeSync(input: StopRuntimeInput = {}, options?: CallOptions): StopRuntimeResult {
    return this.callSync(stopRuntimeTaskType, input, options);
  }

  /** Like stopRuntime, giving a handle at once. */
  asyncStopRuntime(input: StopRuntimeInput = {}, options?: CallOptions): StopRuntimeTaskView {
    return this.submit(stopRuntimeTaskType, input, options);
  }

  /** Like stopRuntime, for submitBatch. */
  prepareStopRuntime(input: StopRuntimeInput = {}, options?: CallOptions): PreparedTask<StopRuntimeResult> {
    return this.prepare(stopRuntimeTaskType, input, options);
  }

  /**
   * Waits for all work that is queued or under way, but for periodic tasks and itself.
   *
   * kFlush, 13.
   */
  flush(input: FlushInput = {}, options?: CallOptions): Promise<FlushResult> {
    return this.call(flushTaskType, input, options);
  }

  /** Like flush, blocking this thread. */
  flushSync(input: FlushInput = {}, options?: CallOptions): FlushResult {
    return this.callSync(flushTaskType, input, options);
  }

  /** Like flush, giving a handle at once. */
  asyncFlush(input: FlushInput = {}, options?: CallOptions): FlushTaskView {
    return this.submit(flushTaskType, input, options);
  }

  /** Like flush, for submitBatch. */
  prepareFlush(input: FlushInput = {}, options?: CallOptions): PreparedTask<FlushResult> {
    return this.prepare(flushTaskType, input, options);
  }

  /**
   * Tells what goes on in the runtime: how busy its workers are, what waits where, what is in memory, who holds locks.
   *
   * kMonitor, 18.
   */
  monitor(input: MonitorInput = {}, options?: CallOptions): Promise<MonitorResult> {
    return this.call(monitorTaskType, input, options);
  }

  /** Like monitor, blocking this thread. */
  monitorSync(input: MonitorInput = {}, options?: CallOptions): MonitorResult {
    return this.callSync(monitorTaskType, input, options);
  }

  /** Like monitor, giving a handle at once. */
  asyncMonitor(input: MonitorInput = {}, options?: CallOptions): MonitorTaskView {
    return this.submit(monitorTaskType, input, options);
  }

  /** Like monitor, for submitBatch. */
  prepareMonitor(input: MonitorInput = {}, options?: CallOptions): PreparedTask<MonitorResult> {
    return this.prepare(monitorTaskType, input, options);
  }
}
