import { setTimeout as sleep } from 'node:timers/promises';
import { ChimaeraError } from '../errors.js';
import { LONGEST_TIMER_MS } from '../submit/deadlines.js';

/**
 * Duration of one look for a runtime; the next follows soon. Short, so that closing the connection takes effect soon.
 */
const LOOK_SECONDS = 0.5;
/** A look may fail at once, for instance for a directory without access. */
const BETWEEN_LOOKS_MS = 20;

/** What a connection that comes back needs. */
export interface ReconnectionHost<S> {
  /** Looks for a runtime for `waitSeconds`. @throws ChimaeraError CONNECT_FAILED if there is none */
  open(waitSeconds: number): Promise<S>;
  /** From now on the connection uses this session. */
  adopt(session: S): void;
  /** Closes a session that nobody wants any more. */
  drop(session: S): void;
}

/**
 * The time between the end of a runtime and the next one in the same directory. What was under way has failed by then
 * and is never sent again, because nobody can tell whether it has run. Only calls made during this time wait.
 */
export class Reconnection<S> {
  /** Resolves when the connection is back; rejects when it never will be. */
  readonly over: Promise<void>;
  private cancelled: ChimaeraError | undefined;
  private reject!: (error: ChimaeraError) => void;

  /**
   * @param cause how the last runtime ended
   * @param patienceSeconds how long a call waits; 0 for not at all, negative for ever
   */
  constructor(
    private readonly host: ReconnectionHost<S>,
    private readonly cause: ChimaeraError,
    private readonly patienceSeconds: number,
  ) {
    this.over = new Promise((resolve, reject) => {
      this.reject = reject;
      this.look().then(resolve, reject);
    });
    this.over.catch(() => undefined); // whoever waits for it sees the failure
  }

  /** The connection was closed: stops looking, and tells those who wait. */
  cancel(reason: ChimaeraError): void {
    this.cancelled = reason;
    this.reject(reason);
  }

  /**
   * Resolves when a call may go out. @throws ChimaeraError how the last runtime ended, if no other comes in time;
   * TIMEOUT if the call's own time is up first
   */
  async wait(timeoutMs: number | undefined): Promise<void> {
    const patienceMs = this.patienceSeconds < 0 ? Infinity : this.patienceSeconds * 1000;
    const isOwn = timeoutMs !== undefined && timeoutMs < patienceMs;
    const error = isOwn
      ? new ChimaeraError(
          'TIMEOUT',
          `there was no runtime within the call's ${timeoutMs} ms, so it was not sent`,
        )
      : this.cause;
    const limitMs = isOwn ? timeoutMs : patienceMs;
    if (limitMs === Infinity) return this.over;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(error), Math.min(limitMs, LONGEST_TIMER_MS));
    });
    try {
      await Promise.race([this.over, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async look(): Promise<void> {
    for (;;) {
      try {
        const session = await this.host.open(LOOK_SECONDS);
        if (this.cancelled === undefined) return this.host.adopt(session);
        return this.host.drop(session);
      } catch (error) {
        if (this.cancelled !== undefined) return;
        // A runtime of another version will not turn into one that this client understands.
        if ((error as ChimaeraError).code !== 'CONNECT_FAILED') throw error;
        await sleep(BETWEEN_LOOKS_MS);
      }
    }
  }
}
