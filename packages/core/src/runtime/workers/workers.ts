import { setTimeout as sleep } from 'node:timers/promises';
import { ChimaeraError } from '../../errors.js';
import { withRemedy } from '../../os/open-files.js';
import type { ToWorker, WorkerStart } from '../../worker/messages.js';
import type { WorkerReport } from '../../worker/worker-report.js';
import { type Counts, WorkerHandle, type WorkerRequest } from './worker-handle.js';

/** If this many new threads of a worker in a row end before they serve, it will not get better by itself. */
const MAX_VAIN_STARTS = 5;
/** Delay before the next try, if the new thread ended before it served. */
const RESTART_DELAY_MS = 100;
/**
 * Number of deaths of one worker within the window after which a new thread starts at once. If there are more, whatever
 * kills the worker is frequent, and each further thread starts later: a task that kills its worker must not stop the
 * runtime for everybody else.
 */
const QUICK_RESTARTS = 5;
const RESTART_WINDOW_MS = 10_000;
const LONGEST_DELAY_MS = 2000;
/** Time beyond the grace period for a worker that does not answer at all. */
const STOP_MARGIN_MS = 500;

/** What the workers need of the runtime. */
export interface WorkersHost {
  /** What a thread needs to know at its start, apart from the other threads. */
  startOf(worker: number): Omit<WorkerStart, 'threads' | 'remains'>;
  onCall(
    op: string,
    args: unknown,
    reply: (result: { value?: unknown; error?: ChimaeraError }) => void,
  ): void;
  onDrained(worker: number, party: number, token: number): void;
  onBroken(party: number, token: number, why: string): void;
  onModule(module: string, methods: readonly (readonly [number, string])[]): void;
  /** A description of the task whose method is on a worker's stack. */
  doing(worker: number): string | undefined;
  /** A thread has ended unexpectedly; its tasks are lost, and a new one is about to start. `trace` is for the log. */
  onDied(worker: number, epoch: number, message: string, trace: string): void;
  /** A thread no longer uses anything that dead threads of `worker` have left. */
  onLetGo(user: number, worker: number, epoch: number): void;
  /** The new thread serves: its containers can be created again. */
  onReplaced(worker: number): void;
  /** A worker cannot be kept alive. */
  onHopeless(error: ChimaeraError): void;
}

/** The threads that execute tasks. One that dies is replaced. */
export class Workers {
  /** The times of each worker's recent deaths. */
  private readonly restarts: number[][] = [];
  /** How many threads of each worker have died. */
  private readonly epochs: number[];
  /** Workers without a thread that serves. */
  private readonly dead = new Set<number>();
  private stopping = false;

  /**
   * @param threads booted, but not started, by index
   * @param entry the code of the threads that replace dead ones
   */
  constructor(
    private readonly threads: WorkerHandle[],
    private readonly host: WorkersHost,
    private readonly entry?: URL,
  ) {
    this.epochs = threads.map(() => 0);
  }

  /**
   * Lets threads load their code, which takes about as long as creating what they need: those of the workers `from` to
   * `count` - 1.
   */
  static boot(
    count: number,
    { from = 0, entry }: { readonly from?: number; readonly entry?: URL } = {},
  ): WorkerHandle[] {
    return Array.from({ length: count - from }, (_, i) => new WorkerHandle(from + i, entry));
  }

  /** Starts the threads; resolves when they serve. @throws ChimaeraError RUNTIME_START_FAILED */
  async start(): Promise<void> {
    try {
      await Promise.all(this.threads.map((thread, worker) => this.startThread(worker, thread)));
    } catch (error) {
      throw new ChimaeraError('RUNTIME_START_FAILED', withRemedy((error as Error).message), { cause: error });
    }
  }

  broadcast(message: ToWorker): void {
    for (const thread of this.threads) thread.post(message);
  }

  post(worker: number, message: ToWorker): void {
    this.threads[worker].post(message);
  }

  /** @throws ChimaeraError the worker's own, or WORKER_DIED */
  async request(worker: number, message: WorkerRequest): Promise<void> {
    await this.threads[worker].request(message);
  }

  async counts(): Promise<Counts[]> {
    return (await Promise.all(this.threads.map((thread) => thread.request({ t: 'count' })))) as Counts[];
  }

  /** The report of each worker, or undefined if it has not answered in time. */
  async reports(timeoutMs: number): Promise<(WorkerReport | undefined)[]> {
    const abort = new AbortController();
    const tooLate = sleep(timeoutMs, undefined, { signal: abort.signal }).catch(() => undefined);
    try {
      return await Promise.all(
        this.threads.map(async (thread) => {
          const answer = thread.request({ t: 'report' }).catch(() => undefined); // it died
          const report = await Promise.race([answer, tooLate]);
          return report?.t === 'report' ? report.report : undefined;
        }),
      );
    } finally {
      abort.abort();
    }
  }

  /** Resolves when every worker has read everything that was posted before, because messages keep their order. */
  async barrier(): Promise<void> {
    await Promise.allSettled(this.threads.map((thread) => thread.request({ t: 'count' })));
  }

  /** Lets running tasks end, then ends the threads. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    await Promise.all(this.threads.map((thread) => thread.stop(graceMs, graceMs + STOP_MARGIN_MS)));
  }

  async terminate(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }

  private startThread(worker: number, thread: WorkerHandle): Promise<void> {
    const { host } = this;
    let served = false;
    this.threads[worker] = thread;
    const epochs = [...this.epochs];
    const dead = [...this.dead].filter((other) => other !== worker);
    thread.start(
      { ...host.startOf(worker), threads: { epochs, dead } },
      {
        onCall: (op, args, reply) => host.onCall(op, args, reply),
        onDrained: (party, token) => host.onDrained(worker, party, token),
        onBroken: (party, token, why) => host.onBroken(party, token, why),
        onLetGo: (dead, epoch) => host.onLetGo(worker, dead, epoch),
        onModule: (module, methods) => host.onModule(module, methods),
        doing: () => host.doing(worker),
        onExit: (why, trace) => {
          // If it ended before it served, whoever awaits its start deals with that.
          if (why !== undefined && served && !this.stopping) void this.replace(worker, why, trace);
        },
      },
    );
    return thread.ready.then(() => void (served = true));
  }

  /**
   * Nobody is told of the death before the kernel has ended the thread's transfers: until then it may write to buffers
   * of those who would be told, and to blocks that they would reuse.
   */
  private async replace(worker: number, why: string, trace: string): Promise<void> {
    if (!(await this.threads[worker].isOver)) {
      const message = `${why} A transfer that it had begun has not ended since: its medium does not answer. Look at the system's log, then start the runtime again.`;
      return this.host.onHopeless(new ChimaeraError('WORKER_DIED', message));
    }
    if (this.stopping) return;
    const epoch = ++this.epochs[worker];
    const message = `${why} Send the task again.`;
    this.dead.add(worker);
    this.host.onDied(worker, epoch, message, trace);
    this.broadcast({ t: 'worker-died', worker, epoch, message });
    let last = why;
    await sleep(this.restartDelayMs(worker));
    for (let starts = 0; starts < MAX_VAIN_STARTS && !this.stopping; starts++) {
      try {
        await this.startThread(worker, new WorkerHandle(worker, this.entry));
        this.dead.delete(worker);
        this.broadcast({ t: 'worker-started', worker, epoch });
        return this.host.onReplaced(worker);
      } catch (error) {
        last = (error as Error).message;
        if (this.stopping) return;
        await sleep(RESTART_DELAY_MS);
      }
    }
    if (this.stopping) return;
    this.host.onHopeless(new ChimaeraError('WORKER_DIED', `Worker ${worker} cannot be kept alive. ${last}`));
  }

  /** Notes a death and returns the delay before its successor starts. */
  private restartDelayMs(worker: number): number {
    const nowMs = performance.now();
    const recent = (this.restarts[worker] ?? []).filter((atMs) => nowMs - atMs < RESTART_WINDOW_MS);
    this.restarts[worker] = [...recent, nowMs];
    const excess = recent.length + 1 - QUICK_RESTARTS;
    return excess <= 0 ? 0 : Math.min(RESTART_DELAY_MS * 2 ** excess, LONGEST_DELAY_MS);
  }
}
