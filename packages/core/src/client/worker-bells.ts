import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  BELL_HELLO_BYTES,
  BELL_HELLO_PARTY_OFFSET,
  BELL_HELLO_TOKEN_OFFSET,
  workerBellName,
  workerSocketName,
} from '../layout/bell-layout.js';
import { Bellpull } from '../os/doorbell.js';
import { checkSocketPath } from '../os/socket-path.js';

const BELL = Buffer.from([1]);
const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 1000;

/**
 * The bells between a client and the workers (design D2). A worker is woken through its FIFO, or through its socket
 * while it has none; it wakes the client through the socket. Each byte is a bell, whatever its value. A worker whose
 * thread is replaced closes its socket; the client connects to the new one as soon as it listens.
 */
export class WorkerBells {
  /** A worker has rung. */
  onBell: () => void = () => undefined;
  private readonly sockets: (Socket | undefined)[] = [];
  private readonly pulls: (Bellpull | undefined)[] = [];
  private readonly hello = Buffer.alloc(BELL_HELLO_BYTES);
  private readonly retries = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(
    private readonly dir: string,
    /** Directory of the segments. */
    private readonly segments: string,
    party: number,
    token: number,
  ) {
    this.hello.writeUInt32LE(party, BELL_HELLO_PARTY_OFFSET);
    this.hello.writeUInt32LE(token >>> 0, BELL_HELLO_TOKEN_OFFSET);
  }

  /** Connects to workers 0 to `workers - 1`; resolves when every socket is connected or has been refused once. */
  async connect(workers: number): Promise<void> {
    await Promise.all(Array.from({ length: workers }, (_, worker) => this.connectTo(worker, FIRST_RETRY_MS)));
  }

  /** Tries at once, on the calling thread. Without a connection, the bell is made up for when there is one. */
  ring(worker: number): void {
    if (this.pulls[worker]?.ring() !== true) this.sockets[worker]?.write(BELL);
  }

  close(): void {
    this.closed = true;
    for (const retry of this.retries) clearTimeout(retry);
    for (const socket of this.sockets) socket?.destroy();
    for (const pull of this.pulls) pull?.close();
  }

  private connectTo(worker: number, retryMs: number): Promise<void> {
    return new Promise((resolve) => {
      const path = checkSocketPath(join(this.dir, workerSocketName(worker)));
      // A buffer to be reused instead of allocating one per bell; the contents do not matter.
      const onread = { buffer: Buffer.alloc(64), callback: this.heard };
      const socket = connect({ path, onread });
      let connected = false;
      socket.once('connect', () => {
        if (this.closed) {
          socket.destroy(); // nobody else would ever close it
          return;
        }
        connected = true;
        this.sockets[worker] = socket;
        this.pulls[worker] ??= Bellpull.open(join(this.segments, workerBellName(worker)));
        socket.write(this.hello);
        // This bell makes the worker find whatever was sent while there was no connection.
        socket.write(BELL);
        resolve();
      });
      socket.on('error', () => undefined); // followed by close
      socket.once('close', () => {
        if (this.sockets[worker] === socket) this.sockets[worker] = undefined;
        resolve();
        if (!this.closed) this.connectLater(worker, connected ? FIRST_RETRY_MS : retryMs);
      });
    });
  }

  private connectLater(worker: number, afterMs: number): void {
    const retry = setTimeout(() => {
      this.retries.delete(retry);
      void this.connectTo(worker, Math.min(afterMs * 2, LAST_RETRY_MS));
    }, afterMs);
    this.retries.add(retry);
  }

  private readonly heard = (): boolean => {
    this.onBell();
    return true;
  };
}
