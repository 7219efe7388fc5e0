import { ChimaeraError } from '../errors.js';
import type { Arena } from '../memory/arena.js';
import { onAbort, untilAborted } from './aborts.js';
import { CallKind, type Call } from './call.js';
import type { CallOptions } from './call-options.js';
import { type Deadlines, LONGEST_TIMER_MS } from './deadlines.js';
import type { Settler } from './settler.js';
import { timeoutError } from './task-failure.js';

/** What may end the wait for a task before the task ends: its time is up, or its caller has aborted it. */
export class CallLimits {
  constructor(
    private readonly arena: Arena,
    private readonly deadlines: Deadlines,
    private readonly settler: Settler,
  ) {}

  /** For a task that has just been sent. */
  set(call: Call, { timeoutMs, signal }: CallOptions): void {
    if (timeoutMs !== undefined && (call.kind === CallKind.kPromise || call.kind === CallKind.kHandle)) {
      this.deadlines.add(call, timeoutMs);
    }
    if (signal !== undefined && call.kind !== CallKind.kDetached) this.endOn(signal, call);
  }

  /** Settles like `sent`, unless the call's own limits end the wait; then the task is asked to stop. */
  async whileUnsent(call: Call, sent: Promise<void>, options: CallOptions | undefined): Promise<void> {
    const { timeoutMs, signal } = options ?? {};
    if (timeoutMs === undefined && signal === undefined) return sent;
    const generation = this.arena.generationOf(call.slot);
    const own = new AbortController();
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => own.abort(), Math.min(timeoutMs, LONGEST_TIMER_MS));
    const either = signal === undefined ? own.signal : AbortSignal.any([own.signal, signal]);
    try {
      await untilAborted(sent, either);
    } catch (error) {
      if (this.arena.matches(call.slot, generation)) this.settler.requestCancel(call);
      throw own.signal.aborted ? timeoutError(call.type) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  private endOn(signal: AbortSignal, call: Call): void {
    const generation = this.arena.generationOf(call.slot);
    call.signal = signal;
    call.onAbort = (): void => {
      if (!this.arena.matches(call.slot, generation)) return;
      this.settler.abandon(
        call,
        new ChimaeraError('CANCELLED', `the call was aborted: ${String(signal.reason)}`),
      );
    };
    if (signal.aborted) queueMicrotask(call.onAbort);
    else onAbort(signal, call.onAbort);
  }
}
