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
  type CoMutexTestInput,
  type CoMutexTestResult,
  coMutexTestTaskType,
  type CoMutexTestTaskView,
  type CoRwLockTestInput,
  type CoRwLockTestResult,
  coRwLockTestTaskType,
  type CoRwLockTestTaskView,
  createParamsType,
  type CustomInput,
  type CustomResult,
  customTaskType,
  type CustomTaskView,
  type EchoInput,
  type EchoResult,
  echoTaskType,
  type EchoTaskView,
  type FailInput,
  type FailResult,
  failTaskType,
  type FailTaskView,
  type LargeOutputInput,
  type LargeOutputResult,
  largeOutputTaskType,
  type LargeOutputTaskView,
  type WaitTestInput,
  type WaitTestResult,
  waitTestTaskType,
  type WaitTestTaskView,
} from './tasks.js';

/** Calls chimaera_MOD_NAME: each method as a promise, blocking, as a handle, and prepared for a batch. */
export class ClientBase extends ContainerClient {
  /** The module that the pool of this client is of. */
  static readonly module = 'chimaera_MOD_NAME';

  /** Creates the pool, or finds the one of that name. */
  create(args: CreateArgs<CreateParams> = {}, options?: CallOptions): Promise<CreateResult> {
    return this.createPool(createParamsType, args, options);
  }

  /** Like create, blocking this thread. */
  createSync(args: CreateArgs<CreateParams> = {}, options?: CallOptions): CreateResult {
    return this.createPoolSync(createParamsType, args, options);
  }

  /**
   * Appends `_processed` to the data.
   *
   * kCustom, 10.
   */
  custom(input: CustomInput, options?: CallOptions): Promise<CustomResult> {
    return this.call(customTaskType, input, options);
  }

  /** Like custom, blocking this thread. */
  customSync(input: CustomInput, options?: CallOptions): CustomResult {
    return this.callSync(customTaskType, input, options);
  }

  /** Like custom, giving a handle at once. */
  asyncCustom(input: CustomInput, options?: CallOptions): CustomTaskView {
    return this.submit(customTaskType, input, options);
  }

  /** Like custom, for submitBatch. */
  prepareCustom(input: CustomInput, options?: CallOptions): PreparedTask<CustomResult> {
    return this.prepare(customTaskType, input, options);
  }

  /**
   * Answers with `size` bytes; byte i is i mod 256.
   *
   * kLargeOutput, 11.
   */
  largeOutput(input: LargeOutputInput, options?: CallOptions): Promise<LargeOutputResult> {
    return this.call(largeOutputTaskType, input, options);
  }

  /** Like largeOutput, blocking this thread. */
  largeOutputSync(input: LargeOutputInput, options?: CallOptions): LargeOutputResult {
    return this.callSync(largeOutputTaskType, input, options);
  }

  /** Like largeOutput, giving a handle at once. */
  asyncLargeOutput(input: LargeOutputInput, options?: CallOptions): LargeOutputTaskView {
    return this.submit(largeOutputTaskType, input, options);
  }

  /** Like largeOutput, for submitBatch. */
  prepareLargeOutput(input: LargeOutputInput, options?: CallOptions): PreparedTask<LargeOutputResult> {
    return this.prepare(largeOutputTaskType, input, options);
  }

  /**
   * Fails with the message.
   *
   * kFail, 12.
   */
  fail(input: FailInput, options?: CallOptions): Promise<FailResult> {
    return this.call(failTaskType, input, options);
  }

  /** Like fail, blocking this thread. */
  failSync(input: FailInput, options?: CallOptions): FailResult {
    return this.callSync(failTaskType, input, options);
  }

  /** Like fail, giving a handle at once. */
  asyncFail(input: FailInput, options?: CallOptions): FailTaskView {
    return this.submit(failTaskType, input, options);
  }

  /** Like fail, for submitBatch. */
  prepareFail(input: FailInput, options?: CallOptions): PreparedTask<FailResult> {
    return this.prepare(failTaskType, input, options);
  }

  /**
   * Has a field of every type, and answers with a copy of each: `boolValue` comes back as `boolCopy`.
   *
   * kEcho, 13.
   */
  echo(input: EchoInput, options?: CallOptions): Promise<EchoResult> {
    return this.call(echoTaskType, input, options);
  }

  /** Like echo, blocking this thread. */
  echoSync(input: EchoInput, options?: CallOptions): EchoResult {
    return this.callSync(echoTaskType, input, options);
  }

  /** Like echo, giving a handle at once. */
  asyncEcho(input: EchoInput, options?: CallOptions): EchoTaskView {
    return this.submit(echoTaskType, input, options);
  }

  /** Like echo, for submitBatch. */
  prepareEcho(input: EchoInput, options?: CallOptions): PreparedTask<EchoResult> {
    return this.prepare(echoTaskType, input, options);
  }

  /**
   * Holds the mutex of its container for a while.
   *
   * kCoMutexTest, 20.
   */
  coMutexTest(input: CoMutexTestInput, options?: CallOptions): Promise<CoMutexTestResult> {
    return this.call(coMutexTestTaskType, input, options);
  }

  /** Like coMutexTest, blocking this thread. */
  coMutexTestSync(input: CoMutexTestInput, options?: CallOptions): CoMutexTestResult {
    return this.callSync(coMutexTestTaskType, input, options);
  }

  /** Like coMutexTest, giving a handle at once. */
  asyncCoMutexTest(input: CoMutexTestInput, options?: CallOptions): CoMutexTestTaskView {
    return this.submit(coMutexTestTaskType, input, options);
  }

  /** Like coMutexTest, for submitBatch. */
  prepareCoMutexTest(input: CoMutexTestInput, options?: CallOptions): PreparedTask<CoMutexTestResult> {
    return this.prepare(coMutexTestTaskType, input, options);
  }

  /**
   * Holds the lock that all containers share, for reading or writing, for a while.
   *
   * kCoRwLockTest, 21.
   */
  coRwLockTest(input: CoRwLockTestInput, options?: CallOptions): Promise<CoRwLockTestResult> {
    return this.call(coRwLockTestTaskType, input, options);
  }

  /** Like coRwLockTest, blocking this thread. */
  coRwLockTestSync(input: CoRwLockTestInput, options?: CallOptions): CoRwLockTestResult {
    return this.callSync(coRwLockTestTaskType, input, options);
  }

  /** Like coRwLockTest, giving a handle at once. */
  asyncCoRwLockTest(input: CoRwLockTestInput, options?: CallOptions): CoRwLockTestTaskView {
    return this.submit(coRwLockTestTaskType, input, options);
  }

  /** Like coRwLockTest, for submitBatch. */
  prepareCoRwLockTest(input: CoRwLockTestInput, options?: CallOptions): PreparedTask<CoRwLockTestResult> {
    return this.prepare(coRwLockTestTaskType, input, options);
  }

  /**
   * Sends itself to its own pool, one deeper, until `currentDepth` is `depth`.
   *
   * kWaitTest, 23.
   */
  waitTest(input: WaitTestInput, options?: CallOptions): Promise<WaitTestResult> {
    return this.call(waitTestTaskType, input, options);
  }

  /** Like waitTest, blocking this thread. */
  waitTestSync(input: WaitTestInput, options?: CallOptions): WaitTestResult {
    return this.callSync(waitTestTaskType, input, options);
  }

  /** Like waitTest, giving a handle at once. */
  asyncWaitTest(input: WaitTestInput, options?: CallOptions): WaitTestTaskView {
    return this.submit(waitTestTaskType, input, options);
  }

  /** Like waitTest, for submitBatch. */
  prepareWaitTest(input: WaitTestInput, options?: CallOptions): PreparedTask<WaitTestResult> {
    return this.prepare(waitTestTaskType, input, options);
  }
}
