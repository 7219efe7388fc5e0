import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Packr, Unpackr, RESERVE_START_SPACE } from 'msgpackr';
import type { Contender, Session } from '../contender.js';
import { PeerProcess } from '../peer-process.js';
import { Pending } from '../pending.js';
import { processed, type TaskOutput } from '../task.js';

// An array has no keys on the wire, which favours this peer most.
type Request = [id: number, operationId: number, data: string];
type Reply = [id: number, data: string];

const HEADER_BYTES = 4;
const self = fileURLToPath(import.meta.url);
const socketIn = (directory: string): string => join(directory, 'peer.sock');

/** What most people build first: another process, a Unix socket, a fast serializer, length-prefixed frames. */
export const unixSocket: Contender = {
  id: 'unix-socket',
  title: 'Unix socket + msgpackr',
  setup: 'another process, one write per event-loop turn',
  packageName: 'msgpackr',
  async open(): Promise<Session> {
    const server = await PeerProcess.fork(self);
    const socket = connect(socketIn(server.directory));
    await once(socket, 'connect');
    const pending = new Pending<TaskOutput>();
    const frames = new Frames<Request, Reply>(socket, ([id, data]) => pending.settle(id, { data }));
    return {
      call: (operationId, data) => pending.add((id) => frames.send([id, operationId, data])),
      async close() {
        socket.destroy();
        await server.stop();
      },
    };
  },
};

/** Messages over a socket, each a length and a body. What is sent within one turn leaves in one write. */
class Frames<Out, In> {
  private readonly packr = new Packr({ useRecords: false });
  private readonly unpackr = new Unpackr({ useRecords: false });
  private readonly outgoing: Buffer[] = [];
  private rest: Buffer | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly receive: (message: In) => void,
  ) {
    socket.on('data', (chunk) =>
      this.parse(this.rest === undefined ? chunk : Buffer.concat([this.rest, chunk])),
    );
  }

  send(message: Out): void {
    // msgpackr leaves room for the length, so that a frame is one piece and needs no copy.
    const frame = this.packr.pack(message, RESERVE_START_SPACE + HEADER_BYTES);
    frame.writeUInt32LE(frame.byteLength - HEADER_BYTES, 0);
    // All microtasks of this turn, and with them every call that is due, run before its ticks.
    if (this.outgoing.push(frame) === 1) process.nextTick(() => this.flush());
  }

  private flush(): void {
    const frames = this.outgoing.splice(0);
    this.socket.write(frames.length === 1 ? frames[0]! : Buffer.concat(frames));
  }

  private parse(bytes: Buffer): void {
    let at = 0;
    while (bytes.byteLength - at >= HEADER_BYTES) {
      const start = at + HEADER_BYTES;
      const end = start + bytes.readUInt32LE(at);
      if (end > bytes.byteLength) break;
      this.receive(this.unpackr.unpack(bytes, { start, end }) as In);
      at = end;
    }
    this.rest = at === bytes.byteLength ? undefined : bytes.subarray(at);
  }
}

/** The process on the other side; it ends with the one that started it. */
function serve(directory: string): void {
  const server = createServer((socket) => {
    const frames = new Frames<Reply, Request>(socket, ([id, , data]) => frames.send([id, processed(data)]));
    socket.on('error', () => socket.destroy());
  });
  server.listen(socketIn(directory), () => process.send!('listening'));
  process.on('disconnect', () => process.exit());
}

if (process.argv[1] === self) serve(process.argv[2]!);
