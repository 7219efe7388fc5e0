import { ChimaeraError, textOfThrown } from '../../errors.js';
import { TASK_RETURN_CODE_WORD, TASK_STATE_WORD, TaskFlag, TaskState } from '../../layout/task-layout.js';
import type { Logger } from '../../log.js';
import type { Segment } from '../../memory/segment.js';
import { Later, type LaterListener } from '../../module/later.js';
import type { MethodResult } from '../../module/lib-exec.js';
import type { LocalContainer } from '../../module/local-container.js';
import type { RunContext } from '../../module/run-context.js';
import { enterTask, leaveTask, releaseHolds } from '../../sync/task-context.js';
import type { Loopback } from './loopback.js';
import { nameOf } from './router.js';

/** What the runner tells the worker. */
export interface RunnerEvents {
  /** The task has ended: tell its sender, and take the context back. */
  ended(rctx: RunContext): void;
  /** An asynchronous method is under way. */
  suspended(rctx: RunContext): void;
  /** The same, for a method whose end is announced without promises. */
  suspendedLater(rctx: RunContext): void;
  /** It ends now, as if it had never been asynchronous. */
  resumed(rctx: RunContext): void;
}

/** The stages "run" and "complete": calls the method and turns whatever it does into an outcome. */
export class Runner implements LaterListener<RunContext> {
  constructor(
    private readonly main: Segment,
    private readonly logger: Logger,
    private readonly loopback: Loopback,
    private readonly events: RunnerEvents,
  ) {}

  run(local: LocalContainer, rctx: RunContext): void {
    this.main.u32[(rctx.$base >>> 2) + TASK_STATE_WORD] = TaskState.kRunning;
    let pending: MethodResult;
    const previous = enterTask(rctx);
    try {
      pending =
        (rctx.$flags & TaskFlag.kForceNet) === 0
          ? local.libExec.run(local.container, rctx.$method, rctx.task, rctx)
          : this.loopback.run(local, rctx);
    } catch (error) {
      leaveTask(previous);
      this.failed(rctx, error);
      return;
    }
    leaveTask(previous);
    if (pending === undefined) this.finished(rctx);
    else if (pending instanceof Later) this.suspendUntil(rctx, pending);
    else this.suspend(rctx, promiseOf(pending));
  }

  /** Ends a task that never came to run. */
  refuse(rctx: RunContext, error: ChimaeraError): void {
    this.failed(rctx, error);
  }

  private suspend(rctx: RunContext, pending: Promise<void>): void {
    rctx.$wasSuspended = true;
    this.events.suspended(rctx);
    void then.call(
      pending,
      () => this.finished(rctx),
      (error: unknown) => this.failed(rctx, error),
    );
  }

  private suspendUntil(rctx: RunContext, later: Later<unknown>): void {
    rctx.$wasSuspended = true;
    this.events.suspendedLater(rctx);
    later.$tell(this, rctx);
  }

  /** What a method returned has ended. If it was a Later, no promise will act in the task's name any more. */
  laterEnded(rctx: RunContext, hasFailed: boolean, reason: unknown): void {
    this.events.resumed(rctx);
    if (hasFailed) this.failed(rctx, reason);
    else this.finished(rctx);
  }

  private failed(rctx: RunContext, error: unknown): void {
    this.report(rctx, asChimaeraError(rctx, error));
    this.finished(rctx);
  }

  private finished(rctx: RunContext): void {
    if (rctx.holds !== null || rctx.$wasSuspended) this.leaked(rctx);
    this.events.ended(rctx);
  }

  /** The failure's text is an output like any other: there may be room for only a part of it, or for nothing. */
  private report(rctx: RunContext, error: ChimaeraError): void {
    if (this.logger.debugEnabled)
      this.logger.debug(`${nameOf(rctx)} failed: ${error.code}: ${error.message}`);
    for (const longest of SHORTER_AND_SHORTER) {
      try {
        return rctx.task.$fail(error.message.length > longest ? shortened(error, longest) : error);
      } catch {
        this.main.u32[(rctx.$base >>> 2) + TASK_RETURN_CODE_WORD] = error.returnCode || 1;
      }
    }
  }

  /** Releases locks that the method forgot, so that nobody waits for ever, and fails the task (design D7). */
  private leaked(rctx: RunContext): void {
    const names = releaseHolds(rctx);
    if (names.length === 0) return;
    const error = new ChimaeraError(
      'LOCK_LEAKED',
      `${nameOf(rctx)} ended while it held ${names.join(', ')}; release with unlock() or "using"`,
    );
    this.logger.warn(error.message);
    if (this.main.u32[(rctx.$base >>> 2) + TASK_RETURN_CODE_WORD] === 0) this.report(rctx, error);
  }
}

/** Limits to try for the length of a failure's message: all of it, then what fits beside other outputs. */
const SHORTER_AND_SHORTER = [Infinity, 2000, 60];

function shortened({ code, message, returnCode }: ChimaeraError, length: number): ChimaeraError {
  return new ChimaeraError(code, `${message.slice(0, length)}…`, { returnCode });
}

const { then } = Promise.prototype;

/** Modules may return anything: what is not a promise has ended, and a foreign thenable can end its task only once. */
function promiseOf(returned: unknown): Promise<void> {
  try {
    return Promise.resolve(returned) as Promise<void>;
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

/** Modules may throw anything; whatever it is ends the task and nothing else. */
function asChimaeraError(rctx: RunContext, error: unknown): ChimaeraError {
  if (isSound(error)) return error;
  if (rctx.isAborted && isAbortError(error)) return rctx.signal.reason as ChimaeraError;
  const message = textOfThrown(error);
  return new ChimaeraError('METHOD_FAILED', message === '' ? `${nameOf(rctx)} failed` : message, {
    cause: error,
  });
}

/** Node's functions throw this when given an aborted `rctx.signal`: the method did not fail, it was cancelled. */
function isAbortError(error: unknown): boolean {
  try {
    return error instanceof Error && error.name === 'AbortError';
  } catch {
    return false;
  }
}

/** An error of ours that nobody has tampered with. */
function isSound(error: unknown): error is ChimaeraError {
  try {
    if (!(error instanceof ChimaeraError)) return false;
    const { code, message, returnCode } = error;
    const isNumber = returnCode !== 0 && returnCode >>> 0 === returnCode;
    return typeof code === 'string' && typeof message === 'string' && isNumber;
  } catch {
    return false;
  }
}
