import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender, Session } from '../contender.js';
import { PeerProcess } from '../peer-process.js';
import { Pending } from '../pending.js';
import { processed, type TaskOutput } from '../task.js';

/** The part of the package in use. It is no dependency, because it has an install script. */
interface ZeroMq {
  readonly Dealer: new (options: typeof OPTIONS) => Socket;
  readonly Router: new (options: typeof OPTIONS) => Socket;
}

interface Socket extends AsyncIterable<Buffer[]> {
  connect(address: string): void;
  bind(address: string): Promise<void>;
  send(frames: readonly (Buffer | string)[]): Promise<void>;
  close(): void;
}

/** By default it drops what is more than 1000 messages ahead. */
const OPTIONS = { sendHighWaterMark: 0, receiveHighWaterMark: 0 };
const PACKAGE: string = 'zeromq';
const self = fileURLToPath(import.meta.url);
const addressIn = (directory: string): string => `ipc://${join(directory, 'peer.sock')}`;
const load = async (): Promise<ZeroMq> => (await import(PACKAGE)) as ZeroMq;

export const zeromq: Contender = {
  id: 'zeromq',
  title: 'ZeroMQ',
  setup: 'another process, dealer and router over ipc',
  packageName: PACKAGE,
  missing() {
    try {
      createRequire(import.meta.url).resolve(PACKAGE);
      return undefined;
    } catch {
      return 'the package zeromq is not installed (npm install --no-save zeromq)';
    }
  },
  async open(): Promise<Session> {
    const { Dealer } = await load();
    const server = await PeerProcess.fork(self);
    const socket = new Dealer(OPTIONS);
    socket.connect(addressIn(server.directory));
    const pending = new Pending<TaskOutput>();
    const outbox = new Outbox(socket);
    void receive(socket, ([head, data]) => pending.settle(head!.readUInt32LE(0), { data: data!.toString() }));
    return {
      call: (operationId, data) => pending.add((id) => outbox.send([headOf(id, operationId), data])),
      async close() {
        socket.close();
        await server.stop();
      },
    };
  },
};

function headOf(id: number, operationId: number): Buffer {
  const head = Buffer.allocUnsafe(8);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(operationId, 4);
  return head;
}

async function receive(socket: Socket, handle: (frames: Buffer[]) => void): Promise<void> {
  for await (const frames of socket) handle(frames);
}

/** A socket accepts one send at a time. */
class Outbox {
  private readonly waiting: (readonly (Buffer | string)[])[] = [];
  private isSending = false;

  constructor(private readonly socket: Socket) {}

  send(frames: readonly (Buffer | string)[]): void {
    this.waiting.push(frames);
    if (!this.isSending) void this.flush();
  }

  private async flush(): Promise<void> {
    this.isSending = true;
    for (let frames = this.waiting.shift(); frames !== undefined; frames = this.waiting.shift())
      await this.socket.send(frames);
    this.isSending = false;
  }
}

/** The process on the other side; it ends with the one that started it. */
async function serve(directory: string): Promise<void> {
  const { Router } = await load();
  const socket = new Router(OPTIONS);
  await socket.bind(addressIn(directory));
  const outbox = new Outbox(socket);
  void receive(socket, ([sender, head, data]) => outbox.send([sender!, head!, processed(data!.toString())]));
  process.on('disconnect', () => process.exit());
  process.send!('listening');
}

if (process.argv[1] === self) await serve(process.argv[2]!);
