import { AsyncResource } from 'node:async_hooks';
import { ChimaeraError, type Replica } from '../errors.js';
import type { BufferRef } from '../memory/buffer-ref.js';
import type { Ref } from '../memory/ref.js';
import type { Memory } from '../memory/segment.js';
import type { CallOptions } from '../submit/call-options.js';
import { checkWaitOptions } from '../submit/check-options.js';
import type { Party } from '../submit/party.js';
import type { PoolTarget } from '../submit/pool-target.js';
import { failureOf } from '../submit/task-failure.js';
import { waitLimits, waitTimedOut } from '../submit/wait-limits.js';
import { PoolQuery } from '../task/pool-query.js';
import { Access, type Task } from '../task/task.js';
import type { TaskMemory } from '../task/task-memory.js';
import type { TaskOwner, WaitOptions } from '../task/task-owner.js';
import type { TaskType } from '../task/task-type.js';
import { fillTask, heapBytesOf } from './inputs.js';
import { failedReplica, partialFailure } from './replicas.js';

/**
 * One handle for a task of which every addressed container has its own copy. The handle reads the first container's
 * answer in place. The other answers are copied as they come, and their blocks are freed.
 */
export class FanOutHandle<T extends Task, I, R> implements TaskOwner {
  /** Why the whole has failed, once it has ended. */
  failure: ChimaeraError | undefined;
  private readonly handle: T;
  /** The handle of each copy, by position, from when it was sent. */
  private readonly copies: (T | undefined)[] = [];
  private readonly answers: (Replica | undefined)[] = [];
  private left: number;
  private disposed = false;
  private stopped: ChimaeraError | undefined;
  private readonly done: Promise<void>;
  private resolve!: () => void;
  private reject!: (error: ChimaeraError) => void;

  constructor(
    private readonly party: Party,
    private readonly type: TaskType<T, I, R>,
    private readonly target: PoolTarget,
    private readonly containers: readonly number[],
    private readonly input: I,
    private readonly options: CallOptions,
  ) {
    this.left = containers.length;
    this.handle = new type.View();
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.done.catch(() => undefined); // whoever waits for it sees the failure
  }

  /**
   * Sends all copies. @throws ChimaeraError for wrong inputs, or OUT_OF_MEMORY if there is none for the first copy
   */
  open(): T {
    const { party, type } = this;
    if (!this.trySend(0) && !(party.shortage.blockUntilKnown() && this.trySend(0))) {
      party.assertMaySend();
      throw party.shortage.errorFor(type);
    }
    for (let i = 1; i < this.containers.length; i++) this.send(i);
    return this.handle;
  }

  // ---- the handle's requests to its owner

  get memory(): Memory {
    return this.party.memory;
  }

  spill(task: TaskMemory, byteLength: number): Ref {
    return this.copies[0]!.$memory.owner.spill(task, byteLength);
  }

  mayRefer(task: TaskMemory, segment: number, offset: number, byteLength: number): boolean {
    return this.copies[0]!.$memory.owner.mayRefer(task, segment, offset, byteLength);
  }

  receiveBuffer(task: TaskMemory, byteLength: number): BufferRef {
    return this.copies[0]!.$memory.owner.receiveBuffer(task, byteLength);
  }

  async wait(_task: Task, options: WaitOptions | undefined): Promise<void> {
    if (options !== undefined) checkWaitOptions(options);
    return new Promise((resolve, reject) => {
      const disarm = waitLimits(this.type, options, reject);
      this.done.then(resolve, reject).finally(disarm);
    });
  }

  waitSync(_task: Task, options: WaitOptions = {}): void {
    checkWaitOptions(options);
    const { timeoutMs } = options;
    const deadlineMs = timeoutMs === undefined ? Infinity : performance.now() + timeoutMs;
    for (let i = this.nextToWaitFor(); i >= 0; i = this.nextToWaitFor()) {
      if (this.copies[i] === undefined && !this.sendNow(i)) continue;
      const leftMs = deadlineMs - performance.now();
      if (leftMs < 0) throw waitTimedOut(this.type, timeoutMs!);
      this.copies[i]!.waitSync(leftMs === Infinity ? undefined : { timeoutMs: leftMs });
      this.take(i);
    }
  }

  stop(): void {
    this.stopped = new ChimaeraError('CANCELLED', 'the task was cancelled before it was sent');
    this.copies.forEach((copy, i) => {
      if (this.answers[i] === undefined) copy?.stop();
    });
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const copy of this.copies) copy?.dispose();
    this.reject(
      new ChimaeraError('TASK_DISPOSED', 'the handle was disposed of while somebody waited for it'),
    );
  }

  get replicas(): readonly Replica[] {
    return this.answers as Replica[];
  }

  get query(): PoolQuery | undefined {
    return this.options.query;
  }

  // ---- the copies

  private send(i: number): void {
    if (this.tryOrAnswer(i)) return;
    // The group is that of the task in whose context this runs.
    this.party.shortage.when(
      this.type,
      AsyncResource.bind(() => this.send(i)),
      (error) => this.answer(i, failedReplica(this.containers[i]!, error)),
    );
  }

  /** For a thread that cannot wait for memory. False if the copy got an error as its answer instead. */
  private sendNow(i: number): boolean {
    let isSettled = this.tryOrAnswer(i);
    while (!isSettled && this.party.shortage.blockUntilKnown()) isSettled = this.tryOrAnswer(i);
    if (!isSettled) {
      const { module, name } = this.type;
      const message = `${module}.${name}: there was no memory for the copy of container ${this.containers[i]}`;
      this.answer(i, failedReplica(this.containers[i]!, new ChimaeraError('OUT_OF_MEMORY', message)));
    }
    return this.copies[i] !== undefined;
  }

  /** False if there is no memory at the moment. */
  private tryOrAnswer(i: number): boolean {
    if (this.copies[i] !== undefined || this.answers[i] !== undefined) return true;
    this.takeEnded();
    try {
      if (this.stopped !== undefined && !this.disposed) throw this.stopped;
      return this.trySend(i);
    } catch (error) {
      // Copies that ended during the search for memory had not freed theirs yet.
      if ((error as ChimaeraError).code === 'OUT_OF_MEMORY' && this.takeEnded()) return this.tryOrAnswer(i);
      this.answer(i, failedReplica(this.containers[i]!, error as ChimaeraError));
      return true;
    }
  }

  /**
   * Copies under way come first, because they give their memory back: copies that wait for memory are sent meanwhile,
   * or when nothing else is left. -1 when all have ended.
   */
  private nextToWaitFor(): number {
    const isOpen = (i: number): boolean => this.answers[i] === undefined;
    const sent = this.containers.findIndex((_, i) => isOpen(i) && this.copies[i] !== undefined);
    return sent >= 0 ? sent : this.containers.findIndex((_, i) => isOpen(i));
  }

  private trySend(i: number): boolean {
    const { party, type, target, input } = this;
    const task = party.begin(type, target, heapBytesOf(type, input));
    if (task === undefined) return false;
    fillTask(party, type, task, input);
    const options = { ...this.options, query: PoolQuery.directId(this.containers[i]!) };
    if (this.disposed) {
      // Nobody is left who could be told that it was not sent.
      party.sendAndForget(type, task, target, options)?.catch(() => undefined);
      return true;
    }
    const copy = (this.copies[i] = party.sendForHandle(type, task, target, options));
    if (i === 0) this.standFor(copy);
    copy.wait().then(
      () => this.take(i),
      () => undefined, // disposed of
    );
    return true;
  }

  /** Makes the handle show what the first copy holds. */
  private standFor({ $memory: { slot, generation, base } }: T): void {
    const { party, type } = this;
    const { fixedBytes } = type;
    const blockBytes = party.arena.bytesOf(slot);
    this.handle.$memory.attach(
      this,
      party.id,
      slot,
      generation,
      base,
      fixedBytes,
      fixedBytes,
      blockBytes,
      Access.kInputs,
    );
  }

  /** Frees copies that have ended, so that their memory serves those still to be sent. False if there were none. */
  private takeEnded(): boolean {
    const { left } = this;
    this.copies.forEach((copy, i) => {
      if (copy?.$memory.access === Access.kAll) this.take(i);
    });
    return this.left < left;
  }

  /** A copy has ended. */
  private take(i: number): void {
    const copy = this.copies[i]!;
    if (this.answers[i] !== undefined || this.disposed) return;
    this.answer(i, this.answerOf(copy, this.containers[i]!));
    if (i !== 0) copy.dispose();
  }

  private answerOf(copy: T, containerId: number): Replica {
    const { type } = this;
    try {
      const { returnCode } = copy;
      if (returnCode !== 0) throw failureOf(type, copy, returnCode);
      return { ...type.result(copy, 0), containerId, returnCode };
    } catch (error) {
      return failedReplica(containerId, error as ChimaeraError);
    }
  }

  private answer(i: number, answer: Replica): void {
    this.answers[i] = answer;
    if (--this.left > 0 || this.disposed) return;
    this.failure = partialFailure(this.type, this.answers as Replica[]);
    if (this.failure === undefined) this.handle.$memory.access = Access.kAll;
    else this.handle.$endLocally(this.failure);
    this.resolve();
  }
}
