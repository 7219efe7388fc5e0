import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What client-program.ts is told to do. */
export type ClientOrder =
  | {
      /** Warms up, reports that it is ready, and when told to go measures its throughput with 64 in flight. */
      readonly kind: 'busy';
      readonly dir: string;
      readonly warmUpMs: number;
      readonly durationMs: number;
    }
  | {
      /** Is ready when it has that many connections, each of which has done one task; then does nothing more. */
      readonly kind: 'idle';
      readonly dir: string;
      readonly connections: number;
    };

const program = fileURLToPath(new URL('client-program.js', import.meta.url));

/** A client of the runtime in a separate process. */
export class ClientProcess {
  private readonly child: ChildProcess;
  private readonly isReady: Promise<unknown>;

  constructor(order: ClientOrder) {
    this.child = fork(program, [JSON.stringify(order)], { stdio: ['ignore', 2, 2, 'ipc'] });
    this.isReady = this.message();
    this.isReady.catch(() => undefined); // whoever awaits it sees the failure
  }

  get pid(): number {
    return this.child.pid!;
  }

  async ready(): Promise<void> {
    await this.isReady;
  }

  /** Tasks per second of a busy client. */
  async go(): Promise<number> {
    const figure = this.message();
    this.child.send('go');
    return (await figure) as number;
  }

  /** Ends it. May be called twice. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private async message(): Promise<unknown> {
    const ended = once(this.child, 'exit').then(([code, signal]) => {
      throw new Error(`a client process ended with ${String(signal ?? code)}`);
    });
    ended.catch(() => undefined);
    const [message] = (await Promise.race([once(this.child, 'message'), ended])) as unknown[];
    return message;
  }
}
