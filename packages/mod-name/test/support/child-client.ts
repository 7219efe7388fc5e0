import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { within } from './wait.js';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A client program in a separate process: one of clients/*.mjs, which exchanges messages with the test. */
export class ChildClient {
  readonly ended: Promise<Ending>;
  private readonly process: ChildProcess;
  private readonly received: unknown[] = [];
  private readonly readers: ((message: unknown) => void)[] = [];
  private errors = '';

  /** @param args the program's only argument, passed as JSON */
  constructor(
    private readonly program: string,
    args: object,
  ) {
    const path = fileURLToPath(new URL(`./clients/${program}.mjs`, import.meta.url));
    this.process = fork(path, [JSON.stringify(args)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    this.process.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.process.on('message', (message) => this.receive(message));
    this.ended = once(this.process, 'exit').then(([code, signal]) => ({ code, signal }) as Ending);
  }

  get pid(): number {
    return this.process.pid!;
  }

  /** The next message of the program. */
  async next<T = unknown>(what: string, timeoutMs?: number): Promise<T> {
    if (this.received.length > 0) return this.received.shift() as T;
    const message = new Promise<T>((resolve) => this.readers.push(resolve as (message: unknown) => void));
    const silence = this.ended.then((ending): never => {
      throw new Error(`${this.program} ended (${JSON.stringify(ending)}) before ${what}\n${this.errors}`);
    });
    silence.catch(() => undefined);
    return within(Promise.race([message, silence]), `${this.program}: ${what}`, timeoutMs);
  }

  say(message: object): void {
    this.process.send(message);
  }

  /** Kills it: it runs no more code. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await within(this.ended, `the end of ${this.program}`);
  }

  /** Waits until it ends by itself; throws what it wrote to stderr if it failed. */
  async end(timeoutMs?: number): Promise<void> {
    const { code, signal } = await within(this.ended, `the end of ${this.program}`, timeoutMs);
    if (code !== 0) throw new Error(`${this.program} ended with ${code ?? signal}: ${this.errors}`);
  }

  private receive(message: unknown): void {
    const reader = this.readers.shift();
    if (reader === undefined) this.received.push(message);
    else reader(message);
  }
}
