import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Bellpull, Doorbell } from '../os/doorbell.js';
import { checkSocketPath } from '../os/socket-path.js';
import type { Inlets } from './inlets.js';
import type { SharedState } from './shared-state.js';

/** Party and token, as the first bytes on a bell's socket. */
const HELLO_BYTES = 8;
const RING = Buffer.from([1]);

/** Socket on which worker `index` listens for bells. */
export function workerSocketPath(dir: string, index: number): string {
  return checkSocketPath(join(dir, `w${index}.sock`));
}

/** FIFO that wakes worker `index`. */
function workerBellPath(dir: string, index: number): string {
  return join(dir, `w${index}.bell`);
}

/**
 * The bells of a worker: a FIFO and a socket of its own, so that nobody relays. The FIFO wakes the worker; over the
 * socket a party says who it is, and is woken. Bytes mean nothing but "look"; they are sent only to whoever has said
 * that it sleeps.
 */
export class Doorbells {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly peers: (Bellpull | undefined)[] = [];
  private bell: Doorbell | undefined;

  constructor(
    private readonly dir: string,
    private readonly index: number,
    private readonly shared: SharedState,
    private readonly inlets: () => Inlets,
    private readonly onRing: () => void,
  ) {
    this.server = createServer((socket) => this.accept(socket));
  }

  async listen(): Promise<void> {
    this.bell = new Doorbell(workerBellPath(this.dir, this.index), this.onRing);
    const path = workerSocketPath(this.dir, this.index);
    rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(path, resolve);
    });
  }

  /** The worker has woken up by itself, and need not be told by its event loop. */
  quiet(): void {
    this.bell?.quiet();
  }

  /** Wakes another worker of this runtime. One that has no thread looks at everything when it gets a new one. */
  ringWorker(worker: number): void {
    (this.peers[worker] ??= Bellpull.open(workerBellPath(this.dir, worker)))?.ring();
  }

  close(): void {
    this.server.close();
    this.bell?.close();
    for (const socket of this.sockets) socket.destroy();
    for (const peer of this.peers) peer?.close();
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    let hello = Buffer.alloc(0);
    const greet = (bytes: Buffer): void => {
      hello = Buffer.concat([hello, bytes]);
      if (hello.length < HELLO_BYTES) return;
      socket.off('data', greet);
      socket.on('data', this.onRing);
      if (!this.introduce(socket, hello.readUInt32LE(0), hello.readUInt32LE(4))) socket.destroy();
      else this.onRing();
    };
    socket.on('data', greet);
  }

  /** From now on completions of this party ring this socket. A token that is not the party's is a stranger's. */
  private introduce(socket: Socket, party: number, token: number): boolean {
    if (this.shared.tokenOf(party) !== token || token === 0) return false;
    const inlet = this.inlets().inletOf(party);
    if (inlet === undefined) return false;
    inlet.connectBell(() => socket.write(RING));
    return true;
  }
}
