import type { ChimaeraError } from '../errors.js';
import type { Arena } from '../memory/arena.js';
import type { Memory } from '../memory/segment.js';
import type { RouteTable } from '../route/route-table.js';
import type { Task } from '../task/task.js';
import type { TaskNode } from '../task/task-node.js';
import type { TaskType } from '../task/task-type.js';
import { Accessors } from './accessors.js';
import { CallKind, type Call } from './call.js';
import { CallLimits } from './call-limits.js';
import type { CallOptions } from './call-options.js';
import { CallTable } from './call-table.js';
import { Completions } from './completions.js';
import { DetachedCalls } from './detached-calls.js';
import { Groups } from './groups.js';
import { HandleOwner } from './handle-owner.js';
import { Mail } from './mail.js';
import { MemoryShortage } from './memory-shortage.js';
import { NextBlock } from './next-block.js';
import type { PartyHost } from './party-host.js';
import type { PartyParts } from './party-parts.js';
import type { PoolTarget } from './pool-target.js';
import { Settler } from './settler.js';
import { timeoutError } from './task-failure.js';
import { writeAddress, writeHeader, writeOptions } from './task-header.js';
import { WorkerDeaths } from './worker-deaths.js';

/**
 * Whoever submits tasks: a client or, for subtasks, a worker. It owns the blocks, knows which tasks are under way, and
 * settles each exactly once: by its completion, by a timeout or a cancellation, or by the end of the worker or the
 * runtime. A task's life here is begin, send, poll, settle.
 */
export class Party {
  readonly id: number;
  readonly memory: Memory;
  readonly routes: RouteTable;
  readonly arena: Arena;
  /** Deals with callers for whom `begin` has no memory. */
  readonly shortage: MemoryShortage;
  private readonly host: PartyHost;
  private readonly mail: Mail;
  private readonly calls: CallTable;
  private readonly accessors: Accessors;
  private readonly settler: Settler;
  private readonly limits: CallLimits;
  private readonly detached: DetachedCalls;
  private readonly groups: Groups;
  private readonly completions: Completions;
  private readonly next: NextBlock;
  private readonly deaths: WorkerDeaths;
  private ended: ChimaeraError | undefined;
  /** Why no task may be begun: the party has ended, or for a moment, because a monitor is on the stack. */
  private refusal: ChimaeraError | undefined;

  constructor(parts: PartyParts) {
    this.id = parts.id;
    this.memory = parts.memory;
    this.arena = parts.arena;
    this.routes = parts.routes;
    this.host = parts.host;
    this.next = new NextBlock(parts.memory.main.u32, parts.arena);
    this.groups = new Groups(parts.token, parts.id < parts.inboxes.length, parts.host);
    this.mail = new Mail(parts.outboxes, parts.inboxes, parts.host);
    this.calls = new CallTable(parts.inboxes.length, (call) =>
      this.settler.abandon(call, timeoutError(call.type)),
    );
    this.shortage = new MemoryShortage(parts.memory.main, parts.arena, this.calls, parts.host, () =>
      this.poll(),
    );
    const handles = new HandleOwner(parts.memory, parts.host);
    this.accessors = new Accessors(parts.id, parts.arena, handles);
    this.settler = new Settler(parts.memory.main.u32, parts.arena, this.calls, this.mail, this.accessors);
    handles.settler = this.settler;
    this.limits = new CallLimits(parts.arena, this.calls.deadlines, this.settler);
    this.detached = new DetachedCalls(this.mail, parts.host, this.limits, this.settler);
    this.settler.onFreed = () => this.shortage.noteFreed(1);
    this.deaths = new WorkerDeaths(this.calls, this.mail, this.settler);
    this.completions = new Completions(this.settler);
  }

  /** Whether somebody waits for a task to end, or to go out. */
  get isAwaited(): boolean {
    return this.calls.outstanding > 0 || this.mail.unsent > 0;
  }

  /** Whether tasks are under way at this worker. */
  awaits(worker: number): boolean {
    return this.calls.countAt(worker) > 0;
  }

  // ---- begin

  /**
   * A block for a task of `type`, with an accessor through which its inputs are written. `undefined` when there is no
   * memory until some task ends.
   * @throws ChimaeraError OUT_OF_MEMORY when no task could ever be that large
   */
  begin<T extends Task>(
    type: TaskType<T, never, unknown>,
    target: PoolTarget,
    heapBytes: number,
  ): T | undefined {
    if (this.refusal !== undefined) throw this.refusal;
    const bytes = type.fixedBytes + heapBytes + type.outputRoom;
    let slot = this.next.take(type, target, bytes);
    if (slot < 0) {
      slot = this.arena.allocate(bytes);
      if (slot < 0 && (slot = this.shortage.allocate(bytes, type)) < 0) return undefined;
      writeHeader(this.memory.main.u32, this.arena.offsetOf(slot), this.arena, slot, type, target);
    }
    return this.accessors.attach(type, slot);
  }

  /** While it is set no task can be begun. Returns the previous value, so that it can be restored. */
  refuse(refusal: ChimaeraError | undefined): ChimaeraError | undefined {
    const before = this.refusal;
    this.refusal = refusal;
    return before;
  }

  /** @throws ChimaeraError if no task can be begun */
  assertMaySend(): void {
    if (this.refusal !== undefined) throw this.refusal;
  }

  /** Gives up a block that was begun but not sent. */
  discard(task: Task): void {
    const { $memory: memory } = task;
    memory.detach();
    this.arena.free(memory.slot);
  }

  /** A new group for tasks that belong together (guide: CreateTaskNode). */
  createTaskNode(): TaskNode {
    return this.groups.begin();
  }

  // ---- send

  /** Sends a task and returns a promise of its result. */
  sendForPromise<R>(
    type: TaskType,
    task: Task,
    target: PoolTarget,
    options: CallOptions | undefined,
  ): Promise<R> {
    const call = this.calls.of(task.$memory);
    this.send(CallKind.kPromise, call, type, task, target, options);
    // Made while the worker is at work: nothing settles the call before the current stack has unwound.
    return call.makePromise() as Promise<R>;
  }

  /** Sends a task and returns a handle on it, a separate accessor. */
  sendForHandle<T extends Task>(
    type: TaskType<T, never, unknown>,
    task: T,
    target: PoolTarget,
    options: CallOptions | undefined,
  ): T {
    const call = this.calls.of(task.$memory);
    const handle = this.accessors.makeHandle(type, task.$memory.slot);
    call.handle = handle;
    this.send(CallKind.kHandle, call, type, task, target, options);
    return handle;
  }

  /** @throws ChimaeraError WOULD_BLOCK inside a method or a monitor */
  assertMayBlock(): void {
    this.host.assertMayBlock();
  }

  /** Sends a task and blocks until it has ended. @throws ChimaeraError if it failed or did not end in time */
  sendAndBlock<R>(type: TaskType, task: Task, target: PoolTarget, options: CallOptions | undefined): R {
    const call = this.calls.of(task.$memory);
    this.send(CallKind.kSync, call, type, task, target, options);
    this.mail.settle();
    try {
      this.host.blockUntilDone(call, options?.timeoutMs);
    } catch (error) {
      if (!call.done) this.settler.giveUp(call);
      throw error;
    }
    const { failure } = call;
    try {
      if (failure !== undefined) throw failure;
      return this.accessors.takeResult(call) as R;
    } finally {
      this.settler.reclaim(call, failure === undefined);
    }
  }

  /**
   * Sends a task whose outcome nobody waits for. It runs even if this process dies, from now on or, if a promise is
   * returned, from its resolution on.
   * @throws ChimaeraError TIMEOUT, CANCELLED, or how the connection ended while the ring was full
   */
  sendAndForget(
    type: TaskType,
    task: Task,
    target: PoolTarget,
    options: CallOptions | undefined,
  ): Promise<void> | undefined {
    const call = this.calls.of(task.$memory);
    this.send(CallKind.kDetached, call, type, task, target, options);
    return this.detached.untilSent(call, options);
  }

  /** The same, blocking while the ring is full. @throws ChimaeraError also WOULD_BLOCK */
  sendAndForgetBlocking(type: TaskType, task: Task, target: PoolTarget, options: CallOptions): void {
    const call = this.calls.of(task.$memory);
    this.send(CallKind.kDetached, call, type, task, target, options);
    this.detached.blockUntilSent(call, options);
    if (this.ended !== undefined) throw this.ended;
  }

  /** Everything that `sendAll` sends goes out together. */
  batch(sendAll: () => void): void {
    this.mail.batch(sendAll);
  }

  /** The caller polls again within this turn of the event loop; until then tasks may go out in groups. */
  beginBurst(): void {
    this.mail.beginBurst();
  }

  endBurst(): void {
    this.mail.settle();
  }

  private send(
    kind: CallKind,
    call: Call,
    type: TaskType,
    task: Task,
    target: PoolTarget,
    options: CallOptions | undefined,
  ): void {
    const words = this.memory.main.u32;
    const { $memory: memory } = task;
    const { word } = memory;
    const container = target.containerFor(this.routes, options?.query);
    writeAddress(words, word, memory.heapStart(), container);
    if (options !== undefined) writeOptions(words, word, options);
    this.groups.write(words, word, options);
    const worker = target.workerOf(container);
    // The worker may begin at once. Its answer is read only in `poll`, after the bookkeeping below.
    call.position = this.mail.submit(worker, memory.base, memory.slot, memory.generation);
    memory.detach();
    call.type = type;
    this.calls.add(call, kind, worker);
    if (options !== undefined) this.limits.set(call, options);
    if (kind === CallKind.kDetached || this.calls.outstanding > 1) return;
    this.next.note(type, target, memory.slot);
    this.host.startPolling();
  }

  // ---- poll

  /**
   * Settles every task that has ended since the last look. Returns the number of records taken in, plus the number of
   * sent entries that somebody was waiting for.
   */
  poll(): number {
    let taken = 0;
    const { inboxes } = this.mail;
    for (let worker = 0; worker < inboxes.length; worker++) {
      if (this.calls.countAt(worker) === 0) continue;
      const inbox = inboxes[worker];
      if (inbox !== undefined) taken += this.completions.drain(inbox, worker);
      taken += this.mail.flush(worker);
    }
    if (taken > 0) this.shortage.noteFreed(taken);
    return taken;
  }

  /** The caller begins to wait, for longer than it takes to get ready for the next task. */
  useWait(): void {
    if (this.calls.outstanding === 1) this.next.prepare();
  }

  /** For an occasional look: see RingConsumer. */
  lookForLost(): void {
    this.mail.lookForLost();
    this.settler.settleSilent();
  }

  /** For the worker's own tasks, which come back without a ring. */
  get ownAnswers(): Pick<Settler, 'complete' | 'redirect' | 'stray'> {
    return this.settler;
  }

  // ---- ends

  /** A worker died: nobody touches the blocks of the tasks that it had taken any more. */
  workerDied(worker: number, message: string): void {
    this.deaths.ended(worker, message, () => this.poll());
  }

  /** Whether somebody still has handles on outputs that a worker has written up to now. */
  outputsAt(worker: number): () => boolean {
    return this.deaths.outputsOf(worker);
  }

  /** The runtime is gone, or the connection was closed: everything under way fails, and so does every later call. */
  end(error: ChimaeraError): void {
    if (this.ended !== undefined) return;
    this.ended = this.refusal = error;
    this.settler.isOver = true;
    for (const call of this.calls.list()) this.settler.fail(call, error);
    this.mail.end(error);
    this.shortage.end();
  }
}
