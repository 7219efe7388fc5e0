import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '@chimaera/core';
import {
  defaultConfig,
  type RuntimeConfig,
  runtimeStatus,
  startDaemon,
  stopDaemon,
} from '@chimaera/core/runtime';
import { isRunning } from './processes.js';
import { until } from './wait.js';

const MiB = 2 ** 20;

export interface ScratchOptions {
  /** 1 by default. */
  readonly workers?: number;
  readonly runtime?: Partial<RuntimeConfig['runtime']>;
  readonly memory?: Partial<RuntimeConfig['memory']>;
  /** Writes files to the test's directory; returns variables for the runtime's environment. */
  readonly prepare?: (root: string) => Readonly<Record<string, string>>;
}

/** A private daemon in a temporary directory; it ends with the test's process, however that ends. */
export class ScratchRuntime {
  pid = 0;
  /** Directory of its segments. */
  segments = '';
  private readonly connections: Connection[] = [];
  private readonly env: Readonly<Record<string, string | undefined>>;

  private constructor(
    /** Contains the runtime's directory, and whatever else the test puts there. */
    readonly root: string,
    private readonly options: ScratchOptions,
  ) {
    this.env = { ...process.env, ...options.prepare?.(root) };
  }

  static async start(options: ScratchOptions = {}): Promise<ScratchRuntime> {
    const runtime = new ScratchRuntime(mkdtempSync(join(tmpdir(), 'chi-pt-')), options);
    try {
      await runtime.launch();
      return runtime;
    } catch (error) {
      rmSync(runtime.root, { recursive: true, force: true });
      throw error;
    }
  }

  get dir(): string {
    return join(this.root, 'rt');
  }

  /** Starts the daemon, or another one after it has ended. */
  async launch(): Promise<void> {
    const { dir, env } = this;
    const config = configOf(this.options);
    const state = await startDaemon({ config, source: 'a test', dir, env, exitWith: process.pid });
    this.pid = state.pid;
    this.segments = state.segments;
  }

  /** A connection that `stop` closes. */
  async connect(): Promise<Connection> {
    const chi = await connect({ dir: this.dir, waitServerSeconds: 0 });
    this.connections.push(chi);
    return chi;
  }

  async closeConnections(): Promise<void> {
    await Promise.all(this.connections.splice(0).map((chi) => chi.close()));
  }

  async isRunning(): Promise<boolean> {
    return (await runtimeStatus(this.dir)).running;
  }

  /** Kills the daemon with SIGKILL, and waits until its process is gone. */
  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.ended();
  }

  /** Fulfilled when the daemon's process has ended. */
  async ended(): Promise<void> {
    await until(() => !isRunning(this.pid), `the end of process ${this.pid}`);
  }

  /** What it has written to its log. */
  log(): string {
    return readFileSync(join(this.dir, 'chimaera.log'), 'utf8');
  }

  /** Closes the connections and stops the daemon; returns what should not have been left behind. */
  async stop(graceMs = 1000): Promise<string[]> {
    try {
      await this.closeConnections();
      const { outcome } = await stopDaemon({ dir: this.dir, graceMs });
      // A runtime that a task has stopped gives up its directory first, and its process ends a moment later.
      if (outcome === 'not-running' && this.pid !== 0) await this.ended();
      return this.remains();
    } finally {
      rmSync(this.root, { recursive: true, force: true });
    }
  }

  /** Its files and processes that still exist, except the log. */
  remains(): string[] {
    const files = existsSync(this.dir) ? readdirSync(this.dir).filter((name) => name !== 'chimaera.log') : [];
    const segments = existsSync(this.segments) ? [this.segments] : [];
    const process = this.pid !== 0 && isRunning(this.pid) ? [`process ${this.pid}`] : [];
    return [...files, ...segments, ...process];
  }
}

function configOf({ workers = 1, runtime, memory }: ScratchOptions): RuntimeConfig {
  const defaults = defaultConfig();
  return {
    ...defaults,
    runtime: { ...defaults.runtime, workers, ...runtime },
    memory: {
      mainSegmentBytes: 16 * MiB,
      clientDataSegmentBytes: 16 * MiB,
      runtimeDataSegmentBytes: 32 * MiB,
      ...memory,
    },
  };
}
