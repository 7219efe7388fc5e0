import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  BELL_HELLO_BYTES,
  BELL_HELLO_PARTY_OFFSET,
  BELL_HELLO_TOKEN_OFFSET,
  workerBellName,
  workerSocketName,
} from '../../layout/bell-layout.js';
import { Bellpull, Doorbell } from '../../os/doorbell.js';
import { checkSocketPath } from '../../os/socket-path.js';
import type { SharedState } from '../state/shared-state.js';
import type { Inlets } from './inlets.js';

const RING = Buffer.from([1]);

/**
 * The bells of a worker: a FIFO and a socket of its own, so that nobody has to relay. The FIFO wakes the worker. Over
 * the socket a party identifies itself, and is woken. A byte means nothing but "look", and is sent only to a party that
 * has announced that it sleeps.
 */
export class Doorbells {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly peers: (Bellpull | undefined)[] = [];
  private bell: Doorbell | undefined;

  constructor(
    private readonly dir: string,
    private readonly segments: string,
    private readonly index: number,
    private readonly shared: SharedState,
    private readonly inlets: () => Inlets,
    private readonly onRing: () => void,
  ) {
    this.server = createServer((socket) => this.accept(socket));
  }

  async listen(): Promise<void> {
    this.bell = new Doorbell(join(this.segments, workerBellName(this.index)), this.onRing);
    const path = checkSocketPath(join(this.dir, workerSocketName(this.index)));
    rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(path, resolve);
    });
  }

  /** The worker has woken up by itself; its event loop need not tell it. */
  quiet(): void {
    this.bell?.quiet();
  }

  /** Wakes another worker of this runtime. One without a thread looks at everything when it gets a new one. */
  ringWorker(worker: number): void {
    (this.peers[worker] ??= Bellpull.open(join(this.segments, workerBellName(worker))))?.ring();
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
      if (hello.length < BELL_HELLO_BYTES) return;
      socket.off('data', greet);
      socket.on('data', this.onRing);
      const party = hello.readUInt32LE(BELL_HELLO_PARTY_OFFSET);
      const token = hello.readUInt32LE(BELL_HELLO_TOKEN_OFFSET);
      if (this.introduce(socket, party, token)) this.onRing();
      else socket.destroy();
    };
    socket.on('data', greet);
  }

  /** From now on completions for this party ring this socket. A wrong token means that it is a stranger. */
  private introduce(socket: Socket, party: number, token: number): boolean {
    if (this.shared.tokenOf(party) !== token || token === 0) return false;
    const inlet = this.inlets().inletOf(party);
    if (inlet === undefined) return false;
    inlet.connectBell(() => socket.write(RING));
    return true;
  }
}
