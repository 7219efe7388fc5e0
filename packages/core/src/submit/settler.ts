import { ChimaeraError } from '../errors.js';
import { CACHE_LINE_BYTES } from '../layout/alignment.js';
import {
  SPILL_SLOT_BITS,
  SPILL_SLOT_MASK,
  TASK_CONTAINER_WORD,
  TASK_FLAGS_WORD,
  TASK_GENERATION_WORD,
  TASK_SPILL_GENERATION_WORD,
  TASK_SPILL_SLOT_WORD,
  TASK_STATE_WORD,
  TaskFlag,
  TaskState,
} from '../layout/task-layout.js';
import type { Arena } from '../memory/arena.js';
import { Access, type Task } from '../task/task.js';
import type { Accessors } from './accessors.js';
import { CallKind, type Call } from './call.js';
import type { CallTable } from './call-table.js';
import type { Mail } from './mail.js';
import { OutputRoom } from './output-room.js';

/** Turns a generation into one that no record carries. */
const GIVEN_UP = 0x8000_0000;

/** How many workers in a row may die before a task has begun. */
const MOST_RESENDS = 3;

/** What the blocks of tasks say that no worker has begun to run. */
const NOT_BEGUN: readonly number[] = [TaskState.kSubmitted, TaskState.kWaiting, TaskState.kSentBack];

/** Greater numbers say nothing. */
const LAST_STATE = Math.max(...Object.values(TaskState));

/** Where the third cache line of a block begins: outputs behind the fields, such as a short text, reach into it. */
const THIRD_LINE_WORD = (2 * CACHE_LINE_BYTES) / 4;

/**
 * The second half of a task's life at its sender: whatever ends the task, it is settled exactly once, and its memory is
 * given back.
 */
export class Settler {
  /** Nobody reads what is sent any more. */
  isOver = false;
  /** A handle has given back memory, outside `poll`. */
  onFreed: () => void = () => undefined;
  /** The result of reads that only fetch a cache line: meaningless, but keeps the compiler from dropping the read. */
  touched = 0;
  /** Generations, by slot, of calls that should have been answered already, as far as the last look has found. */
  private silent = new Map<number, number>();
  /** Number of tasks that workers have ended, free-running. */
  private ended = 0;
  private readonly outputRoom = new OutputRoom();

  constructor(
    private readonly words: Uint32Array,
    private readonly arena: Arena,
    private readonly calls: CallTable,
    private readonly mail: Mail,
    private readonly accessors: Accessors,
  ) {}

  /** The container is elsewhere, because the directory was out of date: send the task there. */
  redirect(slot: number, generation: number, container: number, worker: number, from: number): void {
    const call = this.calls.underWay(slot, generation, from);
    if (call === undefined || worker >= this.mail.workers) return;
    this.words[(call.base >>> 2) + TASK_CONTAINER_WORD] = container;
    this.words[(call.base >>> 2) + TASK_STATE_WORD] = TaskState.kSubmitted;
    this.calls.move(call, worker);
    call.position = this.mail.submit(worker, call.base, slot, generation);
  }

  /** The task in `slot` has ended. Records that match no task under way are late or invented, and are dropped. */
  complete(slot: number, generation: number, worker: number): void {
    const call = this.calls.underWay(slot, generation, worker);
    if (call === undefined) return;
    this.calls.remove(call);
    this.ended = (this.ended + 1) | 0;
    // This is the only one awaited: fetch its cache lines from the worker's core side by side, not one after the other.
    if (this.calls.outstanding === 0) this.touched = this.words[(call.base >>> 2) + THIRD_LINE_WORD]! | 0;
    switch (call.kind) {
      case CallKind.kPromise:
        this.settlePromise(call);
        break;
      case CallKind.kHandle:
        call.kind = CallKind.kNone;
        call.handle!.$memory.access = Access.kAll;
        call.settleWaiters();
        break;
      case CallKind.kSync:
        call.kind = CallKind.kNone;
        call.done = true;
        break;
      default:
        this.reclaim(call, true);
    }
  }

  /** A worker found something else in the block. For tasks that were given up that is expected. */
  stray(slot: number, generation: number, worker: number): void {
    const call = this.calls.underWay(slot, generation, worker);
    if (call === undefined) return;
    const { module, name } = call.type!;
    this.fail(
      call,
      new ChimaeraError(
        'BAD_TASK',
        `${module}.${name}: the task was overwritten before it could run; send it again`,
      ),
    );
  }

  /**
   * For an occasional look: somebody may have overwritten the record of a task, or that of its end. Ends the calls
   * whose blocks have said at two looks in a row that the task has ended. Repeats the tasks that a worker has passed
   * without having seen them, as their blocks say, or whose blocks say nothing that makes sense.
   */
  settleSilent(): void {
    const before = this.silent;
    this.silent = new Map();
    if (this.calls.isIdle) return;
    for (const call of this.calls.list()) {
      const { base, slot, generation, worker } = call;
      const isLost = this.isLost(call);
      if (!isLost && this.stateOf(call) !== TaskState.kComplete) continue;
      this.silent.set(slot, generation);
      if (before.get(slot) !== generation) continue;
      if (isLost) this.mail.repeat(worker, base, slot, generation);
      else this.settleByBlock(call);
    }
  }

  private isLost(call: Call): boolean {
    const state = this.stateOf(call);
    const isUnseen = state === undefined || state === TaskState.kSubmitted || state > LAST_STATE;
    return isUnseen && this.mail.isTaken(call.worker, call.position);
  }

  /** Ends a call if its block says that the task has ended, whether the record of that comes or not. */
  settleByBlock(call: Call): boolean {
    if (this.stateOf(call) !== TaskState.kComplete) return false;
    this.complete(call.slot, call.generation, call.worker);
    return true;
  }

  /** As its block says; undefined if there is another task by now. */
  private stateOf({ base, generation }: Call): number | undefined {
    const word = base >>> 2;
    return this.words[word + TASK_GENERATION_WORD] === generation
      ? this.words[word + TASK_STATE_WORD]
      : undefined;
  }

  private settlePromise(call: Call): void {
    const resolve = call.resolve!;
    try {
      resolve(this.accessors.takeResult(call));
    } catch (error) {
      resolve(Promise.reject(error as ChimaeraError));
    }
    this.reclaim(call, true);
  }

  /**
   * The task is over and its outputs were read: releases the block and, if a worker completed it, the spilled outputs.
   */
  reclaim(call: Call, completed: boolean): void {
    if (completed && !this.isOver) {
      const spill = this.words[(call.base >>> 2) + TASK_SPILL_SLOT_WORD]!;
      if (spill !== 0) this.releaseSpill(call, spill);
    }
    call.reset();
    this.arena.free(call.slot);
  }

  private releaseSpill({ type, base, worker }: Call, spill: number): void {
    const generation = this.words[(base >>> 2) + TASK_SPILL_GENERATION_WORD]!;
    this.mail.releaseSpill(worker, (spill & SPILL_SLOT_MASK) - 1, generation);
    this.outputRoom.noteSpill(type!, 2 ** (spill >>> SPILL_SLOT_BITS), this.ended);
  }

  /** The entry of a handle that has not been disposed of. */
  callOf(handle: Task): Call | undefined {
    const call = this.calls.at(handle.$memory.slot);
    return call.handle === handle ? call : undefined;
  }

  /** Publishes what went out without a barrier, because the caller is about to block. */
  sendOut(): void {
    this.mail.settle();
  }

  disposeHandle(handle: Task): void {
    const call = this.callOf(handle);
    if (call === undefined) return;
    if (call.kind === CallKind.kNone) {
      this.reclaim(call, !handle.$endedLocally);
      return this.onFreed();
    }
    // Nobody else could end it.
    if (this.isPeriodic(call)) this.requestCancel(call);
    call.settleWaiters(
      new ChimaeraError('TASK_DISPOSED', 'the handle was disposed of while somebody waited for it'),
    );
    this.calls.detach(call);
  }

  private isPeriodic(call: Call): boolean {
    const flags = this.words[(call.base >>> 2) + TASK_FLAGS_WORD]!;
    return (flags & TaskFlag.kPeriodic) !== 0;
  }

  /** Asks the worker to drop the task if it is queued, and to abort `rctx.signal` if it runs. */
  requestCancel(call: Call): void {
    // The record queues in the ring behind earlier entries. The flag is seen when the task's turn comes.
    this.words[(call.base >>> 2) + TASK_FLAGS_WORD]! |= TaskFlag.kCancelled;
    this.mail.cancel(call.worker, call.base, call.slot, call.generation);
  }

  /** Asks for cancellation and ends the wait. A handle stays, and completes when the task has ended. */
  abandon(call: Call, error: ChimaeraError): void {
    if (call.kind === CallKind.kHandle) return this.requestCancel(call);
    if (call.kind !== CallKind.kPromise) return;
    const resolve = call.resolve!;
    this.giveUp(call);
    resolve(Promise.reject(error));
  }

  giveUp(call: Call): void {
    this.requestCancel(call);
    this.calls.detach(call);
  }

  /**
   * The worker that had taken the task has died. False if it had begun to run the task, or if that has happened too
   * often: the task itself may kill workers, by its monitor.
   */
  sendAgain(call: Call): boolean {
    const word = call.base >>> 2;
    if (!NOT_BEGUN.includes(this.words[word + TASK_STATE_WORD]!) || call.resends === MOST_RESENDS)
      return false;
    call.resends++;
    // It may have waited at the worker, or the beginning of an error text may have been written.
    this.words.fill(0, word + TASK_STATE_WORD, word + TASK_SPILL_GENERATION_WORD + 1);
    call.position = this.mail.submit(call.worker, call.base, call.slot, call.generation);
    return true;
  }

  /** Ends the wait for a task that no worker will complete. */
  fail(call: Call, error: ChimaeraError): void {
    // A worker that comes upon this task's record later sees that it was given up.
    this.words[(call.base >>> 2) + TASK_GENERATION_WORD]! ^= GIVEN_UP;
    this.calls.remove(call);
    switch (call.kind) {
      case CallKind.kPromise: {
        const resolve = call.resolve!;
        this.reclaim(call, false);
        resolve(Promise.reject(error));
        break;
      }
      case CallKind.kHandle:
        call.kind = CallKind.kNone;
        call.handle!.$endLocally(error);
        call.settleWaiters();
        break;
      case CallKind.kSync:
        call.kind = CallKind.kNone;
        call.failure = error;
        call.done = true;
        break;
      default:
        this.reclaim(call, false);
    }
  }
}
