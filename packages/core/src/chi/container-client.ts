import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import { untilAborted } from '../submit/aborts.js';
import type { CallOptions } from '../submit/call-options.js';
import { checkOptions, refusePeriodic } from '../submit/check-options.js';
import { Party } from '../submit/party.js';
import { PoolTarget } from '../submit/pool-target.js';
import type { GivenParams, ParamsType } from '../task/params-type.js';
import { PoolId } from '../task/pool-id.js';
import type { Task } from '../task/task.js';
import type { TaskType } from '../task/task-type.js';
import type { Chi } from './chi.js';
import { failedAtOnce } from './failed-at-once.js';
import { fanOut, fanOutHandle, fanOutSync, forgotten, isFanOut } from './fan-out.js';
import {
  aboutInput,
  checkCreateArgs,
  checkCreateOptions,
  encodeParams,
  fillTask,
  heapBytesOf,
} from './inputs.js';
import { PreparedTask } from './prepared-task.js';

/** What `create` takes (guide: GetOrCreatePoolTask). */
export interface CreateArgs<P> {
  /** The pool's name; by default `<module>_<pool id>`. */
  readonly poolName?: string | undefined;
  /** Number of shards of the pool, which are spread over the workers; 1 by default. */
  readonly containers?: number | undefined;
  /** The parameters that differ from the defaults of CreateParams; undefined means the default. */
  readonly params?: GivenParams<P> | undefined;
  readonly domainFlags?: number | undefined;
}

export interface CreateResult {
  /** The pool's id: the requested one, or the one the runtime chose. */
  readonly poolId: PoolId;
  readonly returnCode: number;
}

/**
 * Base of every module's client (guide: chi::ContainerClient). Generated methods call `call`, `callSync`, `submit`,
 * `prepare`.
 */
export class ContainerClient {
  private target: PoolTarget;
  private id: PoolId;

  /**
   * @param chi the connection
   * @param poolId the pool to talk to; without one, `create` takes the id that the runtime chooses
   * @throws ChimaeraError INVALID_ARGUMENT if the connection belongs to another copy of core: one copy does not
   * understand the tasks of another
   */
  constructor(
    readonly chi: Chi,
    poolId: PoolId = PoolId.null,
  ) {
    if (typeof chi !== 'object' || chi === null || 'then' in chi) throw noConnection();
    if (typeof poolId?.major !== 'number' || typeof poolId.minor !== 'number') throw noPoolId();
    this.id = poolId;
    this.target = new PoolTarget(poolId);
    const { $party } = chi;
    if ($party !== undefined && !($party instanceof Party)) throw otherCopy();
  }

  /** A different one once the connection has found another runtime. */
  private get party(): Party {
    return this.chi.$party;
  }

  get poolId(): PoolId {
    return this.id;
  }

  toJSON(): object {
    return { poolId: this.poolId };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, { poolId: `${this.poolId}` }, depth, options, inspect);
  }

  /** Promise form: resolves to copies of the outputs. @throws ChimaeraError if the return code is not 0 */
  protected call<T extends Task, I, R>(type: TaskType<T, I, R>, input: I, options?: CallOptions): Promise<R> {
    if (options !== undefined) return this.callWith(type, input, options);
    try {
      const { party, target } = this;
      const task = party.begin(type, target, type.heapBytes(input));
      if (task === undefined) return this.callLater(type, input);
      fillTask(party, type, task, input);
      return party.sendForPromise<R>(type, task, target, undefined);
    } catch (error) {
      return this.notSent(type, input, undefined, error);
    }
  }

  /** Separate from `call`, so that what is rare is not compiled into what is frequent. */
  private callWith<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    input: I,
    options: CallOptions,
  ): Promise<R> {
    try {
      checkOptions(options);
      const { party, target } = this;
      if (isFanOut(options)) {
        const back = this.whenBack(options);
        if (back !== undefined) return back.then(() => this.call(type, input, options));
        return fanOut(party, type, target, input, options).catch(failedAtOnce);
      }
      const task = party.begin(type, target, type.heapBytes(input));
      if (task === undefined) return this.callLater(type, input, options);
      fillTask(party, type, task, input);
      if (options.fireAndForget === true) return forgotten(party, type, task, target, options);
      return party.sendForPromise<R>(type, task, target, options);
    } catch (error) {
      return this.notSent(type, input, options, error);
    }
  }

  private notSent<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    input: I,
    options: CallOptions | undefined,
    error: unknown,
  ): Promise<R> {
    // A monitor cannot wait, so nobody would see a rejected promise.
    if ((error as ChimaeraError).code === 'ENQUEUE_IN_MONITOR') throw error;
    const back = this.whenBack(options);
    if (back !== undefined) return back.then(() => this.call(type, input, options));
    return failedAtOnce(aboutInput(type, input, error));
  }

  /**
   * While there is no runtime: resolves when there is one. @throws whatever ends the wait, the call's own limits
   * included
   */
  private whenBack(options: CallOptions | undefined): Promise<void> | undefined {
    const back = this.chi.$whenBack?.(options?.timeoutMs);
    const signal = options?.signal;
    return back === undefined || signal === undefined ? back : untilAborted(back, signal);
  }

  /** Blocking form. @throws ChimaeraError if the return code is not 0; WOULD_BLOCK inside a method */
  protected callSync<T extends Task, I, R>(type: TaskType<T, I, R>, input: I, options?: CallOptions): R {
    this.party.assertMayBlock();
    if (options !== undefined) checkOptions(options);
    // A signal cannot change while this thread is blocked.
    if (options?.signal?.aborted === true) {
      throw new ChimaeraError('CANCELLED', `the call was aborted: ${String(options.signal.reason)}`);
    }
    refusePeriodic(type, options, 'nothing can block until it does');
    if (isFanOut(options)) return fanOutSync(this.party, type, this.target, input, options!);
    const task = this.begin(type, input, options?.timeoutMs);
    if (options?.fireAndForget === true) {
      this.party.sendAndForgetBlocking(type, task, this.target, options);
      return undefined as R;
    }
    return this.party.sendAndBlock<R>(type, task, this.target, options);
  }

  /** Handle form: never throws for the task's own failure. */
  protected submit<T extends Task, I, R>(type: TaskType<T, I, R>, input: I, options?: CallOptions): T {
    if (options !== undefined) checkOptions(options);
    if (isFanOut(options)) return fanOutHandle(this.party, type, this.target, input, options!);
    const task = this.begin(type, input, options?.timeoutMs);
    return this.party.sendForHandle(type, task, this.target, options);
  }

  /** For `submitBatch`. */
  protected prepare<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    input: I,
    options?: CallOptions,
  ): PreparedTask<R> {
    return new PreparedTask<R>(type, this.target, input, options, this.chi);
  }

  /** Makes the pool of this client, unless it exists. Generated clients narrow the types. */
  protected async createPool<P>(
    params: ParamsType<P>,
    args: CreateArgs<P>,
    options?: CallOptions,
  ): Promise<CreateResult> {
    checkCreateOptions(options);
    const reply = await this.chi.admin.getOrCreatePool(this.createInput(params, args), options);
    return this.created(reply);
  }

  protected createPoolSync<P>(
    params: ParamsType<P>,
    args: CreateArgs<P>,
    options?: CallOptions,
  ): CreateResult {
    checkCreateOptions(options);
    return this.created(this.chi.admin.getOrCreatePoolSync(this.createInput(params, args), options));
  }

  private createInput<P>(
    params: ParamsType<P>,
    args: CreateArgs<P>,
  ): Parameters<Chi['admin']['getOrCreatePool']>[0] {
    checkCreateArgs(params.lib, args);
    if (args.poolName === undefined && this.id.isNull) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        `create() of ${params.lib} needs a poolName, or a client that was made with a pool id`,
      );
    }
    return {
      chimodName: params.lib,
      poolName: args.poolName ?? `${params.lib}_${this.id.toString()}`,
      chimodParams: encodeParams(params, args.params ?? undefined),
      domainFlags: args.domainFlags ?? 0,
      containers: args.containers ?? 1,
      newPoolId: this.id,
    };
  }

  private created(reply: { readonly newPoolId: PoolId; readonly returnCode: number }): CreateResult {
    if (!reply.newPoolId.equals(this.id)) {
      this.id = reply.newPoolId;
      this.target = new PoolTarget(reply.newPoolId);
    }
    return { poolId: reply.newPoolId, returnCode: reply.returnCode };
  }

  private begin<T extends Task, I, R>(type: TaskType<T, I, R>, input: I, timeoutMs?: number): T {
    const { party, target } = this;
    const heapBytes = heapBytesOf(type, input);
    const task = party.begin(type, target, heapBytes) ?? this.beginBlocking(type, heapBytes, timeoutMs);
    fillTask(party, type, task, input);
    return task;
  }

  /** For forms that cannot wait for memory in any other way. */
  private beginBlocking<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    heapBytes: number,
    timeoutMs = Infinity,
  ): T {
    const { party, target } = this;
    const deadlineMs = performance.now() + timeoutMs;
    let task: T | undefined;
    while (task === undefined && party.shortage.blockUntilKnown(deadlineMs - performance.now()))
      task = party.begin(type, target, heapBytes);
    if (task !== undefined) return task;
    party.assertMaySend();
    throw party.shortage.errorFor(type, performance.now() < deadlineMs ? 'OUT_OF_MEMORY' : 'TIMEOUT');
  }

  /** Tasks under way hold all memory: the call goes out when one of them has ended. */
  private async callLater<T extends Task, I, R>(
    type: TaskType<T, I, R>,
    input: I,
    options?: CallOptions,
  ): Promise<R> {
    let left = options;
    // A loop instead of recursion, in which every failed try would leave a promise that hangs on the one before.
    for (;;) {
      left = await this.party.shortage.until(type, left);
      try {
        const { party, target } = this;
        const task = party.begin(type, target, type.heapBytes(input));
        if (task === undefined) continue;
        fillTask(party, type, task, input);
        if (left?.fireAndForget === true) return forgotten(party, type, task, target, left);
        return party.sendForPromise<R>(type, task, target, left);
      } catch (error) {
        return this.notSent(type, input, left, error);
      }
    }
  }
}

function noConnection(): ChimaeraError {
  return new ChimaeraError(
    'INVALID_ARGUMENT',
    'a client needs a connection, as `await connect()` or `await startEmbedded()` returns it',
  );
}

function noPoolId(): ChimaeraError {
  return new ChimaeraError(
    'INVALID_ARGUMENT',
    "the pool of a client is a PoolId, such as PoolId.parse('7000.0'), and of the same copy of @chimaera/core as the client",
  );
}

function otherCopy(): ChimaeraError {
  return new ChimaeraError(
    'INVALID_ARGUMENT',
    `the connection was made with another copy of @chimaera/core than this client, which uses that in ${import.meta.dirname}: ` +
      'let both resolve to one: npm dedupe, and install the package of the client instead of linking to it from elsewhere',
  );
}
