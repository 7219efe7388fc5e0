import '../disposal.js';
import { ChimaeraError, codeOfReturnCode } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import {
  TASK_ERROR_WORD,
  TASK_FLAGS_WORD,
  TASK_METHOD_WORD,
  TASK_NODE_MAJOR_WORD,
  TASK_NODE_MINOR_WORD,
  TASK_NODE_ORIGIN_WORD,
  TASK_POOL_MAJOR_WORD,
  TASK_POOL_MINOR_WORD,
  TASK_QUERY_A_WORD,
  TASK_QUERY_B_WORD,
  TASK_QUERY_KIND_WORD,
  TASK_RETURN_CODE_WORD,
} from '../layout/task-layout.js';
import { decodeErrorText, encodeErrorText } from './error-text.js';
import { PoolId } from './pool-id.js';
import { PoolQuery } from './pool-query.js';
import { Access, TaskMemory } from './task-memory.js';
import { TaskNode } from './task-node.js';
import type { Replica, WaitOptions } from './task-owner.js';

export { Access } from './task-memory.js';

/**
 * Base of every task class (guide: chi::Task). A flyweight: an instance is pointed at a block in the main segment and
 * its generated accessors read and write there. On a client it is the handle of a submitted task, in a module it is the
 * task that a method receives. Members that begin with `$` are for generated code and for core.
 */
export abstract class Task {
  /**
   * @internal Where the task is. All types of task share this one class, so that code for every type finds each member
   * at the same place, which is worth a fifth of a round trip once a program uses more than four types.
   */
  declare readonly $memory: TaskMemory;
  /** Why a handle's task ended, if no worker completed it. */
  declare private localFailure: ChimaeraError | undefined;

  /**
   * Assigns instead of initializing fields: in a class with many subclasses V8 defines each initialized field by a call
   * into its runtime.
   */
  constructor() {
    this.$memory = new TaskMemory();
    this.localFailure = undefined;
  }

  /** The pool that the task was sent to. */
  get poolId(): PoolId {
    this.$check('poolId', Access.kInputs);
    return new PoolId(this.$header(TASK_POOL_MAJOR_WORD), this.$header(TASK_POOL_MINOR_WORD));
  }

  /** Method number within the module. */
  get method(): number {
    this.$check('method', Access.kInputs);
    return this.$header(TASK_METHOD_WORD);
  }

  /** The containers that its sender addressed. */
  get poolQuery(): PoolQuery {
    this.$check('poolQuery', Access.kInputs);
    const { query } = this.$memory.owner;
    if (query !== undefined) return query;
    const kind = this.$header(TASK_QUERY_KIND_WORD);
    return PoolQuery.of(kind, this.$header(TASK_QUERY_A_WORD), this.$header(TASK_QUERY_B_WORD));
  }

  get taskNode(): TaskNode {
    this.$check('taskNode', Access.kInputs);
    const major = this.$header(TASK_NODE_MAJOR_WORD);
    return new TaskNode(this.$header(TASK_NODE_ORIGIN_WORD), major, this.$header(TASK_NODE_MINOR_WORD));
  }

  /** Bits of TaskFlag. */
  get taskFlags(): number {
    this.$check('taskFlags', Access.kInputs);
    return this.$header(TASK_FLAGS_WORD);
  }

  /** 0 is success (guide: result code). A method may set it, or throw an error, which sets it. */
  get returnCode(): number {
    this.$check('returnCode', Access.kAll);
    return this.localFailure === undefined
      ? this.$header(TASK_RETURN_CODE_WORD)
      : this.localFailure.returnCode;
  }

  set returnCode(value: number) {
    this.$check('returnCode', Access.kAll);
    if (value >>> 0 !== value)
      throw new ChimaeraError('INVALID_ARGUMENT', `returnCode is a u32, got ${value}`);
    this.$memory.seg.u32[this.$memory.word + TASK_RETURN_CODE_WORD] = value;
  }

  /** Why the task failed; empty when it did not. */
  get errorMessage(): string {
    this.$check('errorMessage', Access.kAll);
    return this.localFailure?.message ?? decodeErrorText(this.$memory.readString(TASK_ERROR_WORD)).message;
  }

  /** Stable name of the failure (errors.ts), empty when there was none. */
  get errorCode(): string {
    this.$check('errorCode', Access.kAll);
    if (this.localFailure !== undefined) return this.localFailure.code;
    // If there was no memory for a text, the number still tells the code.
    const { code } = decodeErrorText(this.$memory.readString(TASK_ERROR_WORD));
    return code !== '' || this.returnCode === 0 ? code : codeOfReturnCode(this.returnCode);
  }

  /** Whether the task has ended, one way or the other. */
  get isComplete(): boolean {
    if (this.$memory.access === Access.kNone) this.$refuse('isComplete', Access.kInputs);
    return this.$memory.access === Access.kAll;
  }

  /** Each container's answer, if several had a copy of the task; otherwise empty. */
  get replicas(): readonly Replica[] {
    this.$check('replicas', Access.kAll);
    const { replicas } = this.$memory.owner;
    if (replicas !== undefined) return replicas;
    if (this.localFailure !== undefined) return [];
    return decodeErrorText(this.$memory.readString(TASK_ERROR_WORD)).replicas;
  }

  /**
   * Resolves when the task has ended. Does not throw if the task failed: read `returnCode`.
   * @throws ChimaeraError TIMEOUT or CANCELLED if only the wait has ended, TASK_DISPOSED
   */
  async wait(options?: WaitOptions): Promise<this> {
    this.$check('wait()', Access.kInputs);
    if (this.$memory.access !== Access.kAll) await this.$memory.owner.wait(this, options);
    return this;
  }

  /** Like `wait`, blocking this thread. @throws ChimaeraError WOULD_BLOCK inside a method or a monitor */
  waitSync(options?: WaitOptions): this {
    this.$check('waitSync()', Access.kInputs);
    if (this.$memory.access !== Access.kAll) this.$memory.owner.waitSync(this, options);
    return this;
  }

  /** Ends the repetition of a periodic task; its handle completes after the current run. */
  stop(): void {
    this.$check('stop()', Access.kInputs);
    this.$memory.owner.stop(this);
  }

  /**
   * Gives the block back. A task that is still running goes on; its block is reclaimed when it ends. May be called
   * twice.
   */
  dispose(): void {
    if (this.$memory.access === Access.kNone) return;
    this.$memory.owner.dispose(this);
    this.$memory.detach();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** What can be read of it now, for logs: the fields of the task, and how it ended. */
  toJSON(): Record<string, unknown> {
    const shown: Record<string, unknown> = {};
    for (const name of [...fieldsOf(this), 'returnCode', 'errorMessage']) {
      try {
        shown[name] = this[name as keyof this];
      } catch {
        // not readable yet, or no longer
      }
    }
    if (shown['errorMessage'] === '') delete shown['errorMessage'];
    return shown;
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }

  /** @internal */
  $refuse(member: string, needed: Access): never {
    const name = `${this.constructor.name.replace(/View$/, '')}.${member}`;
    if (this.$memory.access === Access.kNone) {
      throw new ChimaeraError(
        'TASK_DISPOSED',
        `${name} was used after the task was disposed of or its method had settled`,
      );
    }
    throw new ChimaeraError(
      'NOT_COMPLETE',
      `${name} ${needed === Access.kAll ? 'is available once the task has completed' : 'cannot be used yet'}; await task.wait() first`,
    );
  }

  /** @internal No worker will ever complete the task: the handle tells why. */
  $endLocally(failure: ChimaeraError): void {
    this.localFailure = failure;
    this.$memory.access = Access.kAll;
  }

  /** @internal */
  get $endedLocally(): boolean {
    return this.localFailure !== undefined;
  }

  /** @internal Ends the task with a failure. The text is stored like any output. */
  $fail(error: ChimaeraError): void {
    this.$memory.seg.u32[this.$memory.word + TASK_RETURN_CODE_WORD] =
      error.returnCode === 0 ? 1 : error.returnCode;
    this.$memory.writeString(TASK_ERROR_WORD, encodeErrorText(error));
  }

  private $header(word: number): number {
    return this.$memory.seg.u32[this.$memory.word + word]!;
  }

  private $check(member: string, needed: Access): void {
    if (this.$memory.access < needed) this.$refuse(member, needed);
  }
}

/** The names of the accessors that the generator made for it. */
function fieldsOf(task: Task): string[] {
  const members = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(task) as object);
  return Object.keys(members).filter((name) => members[name]?.get !== undefined);
}
