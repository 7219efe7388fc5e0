// A control plane in this process, with worker threads that execute nothing, and peers that speak by hand.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach } from '@jest/globals';
import { CONTROL_SOCKET, PROTOCOL_VERSION } from '../../../src/client/control-protocol.js';
import { defaultConfig, type RuntimeConfig } from '../../../src/config/runtime-config.js';
import { CORE_LAYOUT_VERSION } from '../../../src/layout/control-layout.js';
import { selfIdentity } from '../../../src/os/process-identity.js';
import { ControlPlane } from '../../../src/runtime/control-plane.js';
import type { ControlPlaneOptions } from '../../../src/runtime/control-plane-options.js';

export const FAKE_WORKER = pathToFileURL(join(import.meta.dirname, 'fake-worker.mjs'));
const MiB = 2 ** 20;

const planes: ControlPlane[] = [];
const sockets: Socket[] = [];
const scratches: string[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(planes.splice(0).map((plane) => plane.stop(0)));
  for (const dir of scratches.splice(0)) rmSync(dir, { recursive: true, force: true });
});

export function scratchDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'chi-rt-'));
  scratches.push(dir);
  return dir;
}

export function smallConfig(workers = 1): RuntimeConfig {
  const config = defaultConfig();
  return {
    ...config,
    runtime: { ...config.runtime, workers, queueDepth: 16 },
    memory: { mainSegmentBytes: 2 * MiB, clientDataSegmentBytes: MiB, runtimeDataSegmentBytes: MiB },
    logging: { level: 'error', file: undefined },
  };
}

export function makePlane(options: Partial<ControlPlaneOptions> = {}): ControlPlane {
  const dir = options.dir ?? scratchDir();
  const plane = new ControlPlane({
    config: smallConfig(),
    source: 'a test',
    logFile: join(dir, 'test.log'),
    findModule: () =>
      Promise.resolve({ runtimeUrl: 'data:text/javascript,', libExecUrl: 'data:text/javascript,' }),
    workerEntry: FAKE_WORKER,
    ...options,
    dir,
  });
  planes.push(plane);
  return plane;
}

/** Sends whatever a client may send. */
export class Peer {
  readonly replies: Record<string, unknown>[] = [];
  closed = false;
  private rest = '';

  constructor(readonly socket: Socket) {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => (this.closed = true));
    socket.on('data', (chunk: Buffer) => {
      const lines = (this.rest + chunk.toString()).split('\n');
      this.rest = lines.pop() as string;
      for (const line of lines) this.replies.push(JSON.parse(line) as Record<string, unknown>);
    });
  }

  static connect(dir: string): Promise<Peer> {
    return new Promise((resolve, reject) => {
      const socket = connect(join(dir, CONTROL_SOCKET), () => resolve(new Peer(socket)));
      socket.once('error', reject);
    });
  }

  say(message: unknown): void {
    this.socket.write(`${JSON.stringify(message)}\n`);
  }

  hello(changes: object = {}): void {
    this.say({
      t: 'hello',
      protocol: PROTOCOL_VERSION,
      layout: CORE_LAYOUT_VERSION,
      ...selfIdentity(),
      ...changes,
    });
  }

  async reply(t: string): Promise<Record<string, unknown>> {
    return until(() => this.replies.find((reply) => reply.t === t));
  }
}

/** The first value that is neither undefined nor false. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 1000; i++) {
    const value = look();
    if (value !== undefined && value !== false) return value;
    await sleep(10);
  }
  throw new Error(`waited in vain for ${look.toString()}`);
}
