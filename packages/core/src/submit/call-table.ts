import { ChimaeraError } from '../errors.js';
import { Access, type TaskMemory } from '../task/task-memory.js';
import type { Task } from '../task/task.js';
import { Call, CallKind } from './call.js';
import { Deadlines } from './deadlines.js';

/** The tasks of a party that are under way: one entry per slot of its ledger, and their number for each worker. */
export class CallTable {
  /** Tasks that somebody waits for. */
  outstanding = 0;
  readonly deadlines: Deadlines;
  private readonly calls: Call[] = [];
  private readonly perWorker: number[];

  constructor(workers: number, expire: (call: Call) => void) {
    this.perWorker = new Array<number>(workers).fill(0);
    this.deadlines = new Deadlines(expire);
  }

  /** The entry of a slot. */
  at(slot: number): Call {
    return (this.calls[slot] ??= new Call(slot));
  }

  /**
   * The entry of a slot if its task, of this generation, is under way at `worker`. Records from other processes are
   * checked here.
   */
  underWay(slot: number, generation: number, worker: number): Call | undefined {
    const call = this.calls[slot];
    if (call === undefined || call.kind === CallKind.kNone) return undefined;
    return call.generation === generation && call.worker === worker ? call : undefined;
  }

  /**
   * The entry of a task whose block was begun and filled.
   * @throws ChimaeraError INVALID_ARGUMENT if reading the inputs has made the same call, which took the accessor away
   */
  of({ access, slot, base, generation }: TaskMemory): Call {
    if (access === Access.kNone) throw calledWhileRead();
    const call = this.at(slot);
    call.base = base;
    call.generation = generation;
    return call;
  }

  /** Tasks under way at a worker, waited for or not. */
  countAt(worker: number): number {
    return this.perWorker[worker]!;
  }

  get isIdle(): boolean {
    return this.perWorker.every((count) => count === 0);
  }

  /** A task is sent. */
  add(call: Call, kind: CallKind, worker: number): void {
    call.kind = kind;
    call.worker = worker;
    this.perWorker[worker] = this.perWorker[worker]! + 1;
    if (kind !== CallKind.kDetached) this.outstanding++;
  }

  /** A task is sent on to another worker. */
  move(call: Call, worker: number): void {
    this.perWorker[call.worker] = this.perWorker[call.worker]! - 1;
    this.perWorker[worker] = this.perWorker[worker]! + 1;
    call.worker = worker;
  }

  /** A task has ended. Its entry keeps what is needed to deal with that. */
  remove(call: Call): void {
    this.perWorker[call.worker] = this.perWorker[call.worker]! - 1;
    if (call.kind !== CallKind.kDetached) this.outstanding--;
    if (call.deadlineMs !== 0) this.deadlines.remove(call);
  }

  /** Nobody waits for the task any more, but it is still under way. */
  detach(call: Call): void {
    const { worker, type } = call;
    if (call.deadlineMs !== 0) this.deadlines.remove(call);
    call.reset();
    call.kind = CallKind.kDetached;
    call.worker = worker;
    call.type = type;
    this.outstanding--;
  }

  /** Handles of tasks that have ended at a worker. */
  completedAt(worker: number): Task[] {
    return this.calls.flatMap(({ kind, worker: at, handle }) =>
      kind === CallKind.kNone && at === worker && handle !== undefined ? [handle] : [],
    );
  }

  /** All tasks under way, at one worker or anywhere. A copy, because the callers' actions change the table. */
  list(worker?: number): Call[] {
    return this.calls.filter(
      (call) =>
        call !== undefined &&
        call.kind !== CallKind.kNone &&
        (worker === undefined || call.worker === worker),
    );
  }
}

function calledWhileRead(): ChimaeraError {
  return new ChimaeraError(
    'INVALID_ARGUMENT',
    'reading the input of a call has made the same call; read values from getters before you call',
  );
}
