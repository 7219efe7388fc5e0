import { fork, spawn, type ChildProcess, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long a foreign server has to become ready. */
export const MAX_START_MS = 5000;

/** The process on the other side of a contender, with a directory of its own for sockets. */
export class PeerProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly directory: string,
  ) {}

  /** Runs `program` with the path of the directory and `args`; resolves when it has sent a message. */
  static async fork(
    program: string,
    args: readonly string[] = [],
    options?: ForkOptions,
  ): Promise<PeerProcess> {
    const directory = await makeDirectory();
    const child = fork(program, [directory, ...args], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      ...options,
    });
    const peer = new PeerProcess(child, directory);
    try {
      await Promise.race([once(child, 'message'), endOf(child)]);
      return peer;
    } catch (error) {
      await peer.stop();
      throw error;
    }
  }

  /** Runs a foreign server. The caller finds out when it is ready. */
  static async spawn(
    command: string,
    argsIn: (directory: string) => readonly string[],
  ): Promise<PeerProcess> {
    const directory = await makeDirectory();
    const child = spawn(command, argsIn(directory), { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', () => undefined); // whoever waits for it runs into the deadline
    return new PeerProcess(child, directory);
  }

  /** Ends the process and removes the directory. May be called twice. */
  async stop(): Promise<void> {
    // Ctrl-C may already have reached it.
    const { child } = this;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await rm(this.directory, { recursive: true, force: true });
  }
}

function makeDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'chimaera-bench-'));
}

async function endOf(child: ChildProcess): Promise<never> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  throw new Error(`the process on the other side ended with ${signal ?? `code ${code}`}`);
}
