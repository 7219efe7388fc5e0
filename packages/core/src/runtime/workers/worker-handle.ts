import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { ChimaeraError, textOfThrown } from '../../errors.js';
import { settleRemains } from '../../os/settle-remains.js';
import { ThreadRemains } from '../../os/thread-remains.js';
import { fromWire, toWire } from '../../worker/control-port.js';
import type { FromWorker, ToWorker, WorkerStart } from '../../worker/messages.js';
import { threadFlags } from './thread-flags.js';

/** What a worker thread reports without being asked. */
export interface WorkerEvents {
  onCall(
    op: string,
    args: unknown,
    reply: (result: { value?: unknown; error?: ChimaeraError }) => void,
  ): void;
  onDrained(party: number, token: number): void;
  onBroken(party: number, token: number, why: string): void;
  onLetGo(worker: number, epoch: number): void;
  /** It has loaded a module with these methods. */
  onModule(module: string, methods: readonly (readonly [number, string])[]): void;
  /** A description of the task whose method is on the thread's stack. */
  doing(): string | undefined;
  /**
   * The thread has ended. `why` tells how, if it was not asked to; `trace` tells where the error was thrown that ended
   * it.
   */
  onExit(why: string | undefined, trace: string): void;
}

export type Counts = Extract<FromWorker, { t: 'counts' }>;
/** The number that matches an answer to its request is assigned here. */
type Request = Extract<
  ToWorker,
  { request: number; t: 'create-container' | 'destroy-containers' | 'count' | 'report' }
>;
type Unnumbered<T> = T extends Request ? Omit<T, 'request'> : never;
export type WorkerRequest = Unnumbered<Request>;

interface Pending {
  readonly resolve: (answer: FromWorker) => void;
  readonly reject: (error: ChimaeraError) => void;
}

/** A medium that does not complete a transfer for this long is not waited for. */
const LONGEST_TRANSFER_MS = 30_000;

const WORKER_ENTRY = new URL('./worker-entry.js', import.meta.url);

/** `workerData`: what a thread needs before the memory exists. */
export interface WorkerBoot {
  /** Delivers one WorkerStart. */
  readonly start: MessagePort;
  /** Everything else, queued until somebody listens. Not the thread's own port, because modules may use that. */
  readonly control: MessagePort;
}

/** A thread that executes tasks, seen from the control plane: messages, and answers to requests. */
export class WorkerHandle {
  /** Resolves when the thread serves; rejects if it ends before that. */
  readonly ready: Promise<void>;
  private readonly thread: Worker;
  private readonly pending = new Map<number, Pending>();
  private readonly startPort: MessagePort;
  private readonly port: MessagePort;
  private readonly remains = new SharedArrayBuffer(ThreadRemains.byteLength);
  private events: WorkerEvents | undefined;
  private requests = 0;
  private lastError: unknown;
  /** A description of the method on its stack when it ended. */
  private where = '';
  private expectedToEnd = false;
  private exited = false;
  private onStopped: () => void = () => undefined;
  private remainsSettled: Promise<boolean> = Promise.resolve(false);

  /** The thread begins to load its code; it can do nothing else before `start`. */
  constructor(
    private readonly index: number,
    entry: URL = WORKER_ENTRY,
  ) {
    const start = new MessageChannel();
    const control = new MessageChannel();
    this.startPort = start.port1;
    this.port = control.port1;
    const workerData: WorkerBoot = { start: start.port2, control: control.port2 };
    this.thread = new Worker(entry, {
      workerData,
      transferList: [start.port2, control.port2],
      execArgv: threadFlags(),
      name: `chimaera worker ${index}`,
    });
    this.ready = new Promise((resolve, reject) => {
      this.pending.set(0, { resolve: () => resolve(), reject });
    });
    this.ready.catch(() => undefined); // whoever awaits it sees the failure
    this.port.on('message', (message: FromWorker) => this.hear(message));
    this.thread.on('error', (error) => (this.lastError = error));
    this.thread.on('exit', (code) => this.ended(code));
  }

  start(start: Omit<WorkerStart, 'remains'>, events: WorkerEvents): void {
    this.events = events;
    this.startPort.postMessage({ ...start, remains: this.remains } satisfies WorkerStart);
    this.startPort.close();
  }

  post(message: ToWorker): void {
    if (!this.exited) this.port.postMessage(message);
  }

  /** The answer to a request. @throws ChimaeraError the worker's, or WORKER_DIED */
  request(message: WorkerRequest): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      if (this.exited) return reject(this.deathError());
      const request = ++this.requests;
      this.pending.set(request, { resolve, reject });
      this.post({ ...message, request } as Request);
    });
  }

  /** Orderly: resolves when the running tasks and the thread have ended, or `limitMs` have passed. */
  stop(graceMs: number, limitMs: number): Promise<void> {
    this.expectedToEnd = true;
    return new Promise((resolve) => {
      if (this.exited) return resolve();
      const timer = setTimeout(resolve, limitMs);
      this.onStopped = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.post({ t: 'stop', graceMs });
    });
  }

  async terminate(): Promise<void> {
    this.expectedToEnd = true;
    await this.thread.terminate();
  }

  /**
   * For a thread that has ended: true once the kernel has ended its transfers, too, and its resources are released;
   * false if that takes too long.
   */
  get isOver(): Promise<boolean> {
    return this.remainsSettled;
  }

  private hear(message: FromWorker): void {
    switch (message.t) {
      case 'ready':
        return this.settle(0, message);
      case 'done':
      case 'counts':
      case 'report':
        return this.settle(message.request, message);
      case 'drained':
        return this.events?.onDrained(message.party, message.token);
      case 'let-go':
        return this.events?.onLetGo(message.worker, message.epoch);
      case 'broken-party':
        return this.events?.onBroken(message.party, message.token, message.why);
      case 'module':
        return this.events?.onModule(message.module, message.methods);
      case 'stopped':
        return this.onStopped();
      case 'call': {
        const { request } = message;
        return this.events?.onCall(message.op, message.args, ({ value, error }) => {
          this.post({
            t: 'result',
            request,
            ...(error === undefined ? { value } : { error: toWire(error) }),
          });
        });
      }
    }
  }

  private settle(request: number, answer: FromWorker): void {
    const pending = this.pending.get(request);
    this.pending.delete(request);
    if (answer.t === 'done' && answer.error !== undefined) pending?.reject(fromWire(answer.error));
    else pending?.resolve(answer);
  }

  private ended(code: number): void {
    // Its last messages are older than the news of its end.
    for (let last; (last = receiveMessageOnPort(this.port)) !== undefined;)
      this.hear(last.message as FromWorker);
    this.port.close();
    this.exited = true;
    this.remainsSettled = settleRemains(new ThreadRemains(this.remains), LONGEST_TRANSFER_MS);
    const doing = this.events?.doing();
    if (doing !== undefined) this.where = ` in ${doing}`;
    const error = this.deathError(code);
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
    this.onStopped();
    this.events?.onExit(this.expectedToEnd ? undefined : error.message, traceOf(this.lastError));
  }

  private deathError(code?: number): ChimaeraError {
    const message = `Worker ${this.index} of the runtime died: ${this.causeOfDeath(code)}${this.where}.`;
    return new ChimaeraError('WORKER_DIED', message, { cause: this.lastError });
  }

  private causeOfDeath(code: number | undefined): string {
    const { lastError } = this;
    if (lastError === undefined) return `its thread ended${code === undefined ? '' : ` with code ${code}`}`;
    if (isHeapUsedUp(lastError)) return 'its heap was used up';
    return `an error outside a method: ${describe(lastError)}`;
  }
}

function isHeapUsedUp(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** The lines of a stack, each after a line break; empty if the error does not tell where it was thrown. */
function traceOf(error: unknown): string {
  if (error === undefined || isHeapUsedUp(error)) return '';
  const lines = String((error as Error | null)?.stack).split('\n');
  return lines
    .filter((line) => /^\s+at /.test(line))
    .map((line) => `\n${line.trimEnd()}`)
    .join('');
}

function describe(error: unknown): string {
  const text = textOfThrown(error);
  return error instanceof Error ? `${error.name}: ${text}` : text;
}
