import type { Socket } from 'node:net';
import { join } from 'node:path';
import { ChimaeraError } from '../errors.js';
import { HEADER_ALIVE_WORD } from '../layout/control-layout.js';
import { Memory, SEGMENT_FILE_NAMES } from '../memory/segment.js';
import { adoptMapping, type MappedMemory, openMappedFile } from '../os/mapped-file.js';
import { isAlive, isDying } from '../os/process-identity.js';
import { hasPeerLeft } from '../os/socket-peer.js';
import { ChunkRequests } from './chunk-requests.js';
import { ChunkReturns } from './chunk-returns.js';
import { type ControlRequest, encodeMessage, parseReply, type Welcome } from './control-protocol.js';
import { shakeHands } from './handshake.js';
import type { LineReader } from './line-reader.js';
import { WorkerBells } from './worker-bells.js';

const BYE_TIMEOUT_MS = 1000;

/** Where another thread of this process has mapped a segment. */
export interface MappingAddress {
  readonly address: bigint;
  readonly byteLength: number;
  readonly path: string;
}

export interface SessionOptions {
  /** Directory of the runtime. */
  readonly dir: string;
  /** How long to wait for a runtime: 0 fails at once, -1 waits for ever. */
  readonly waitServerSeconds: number;
  /** Of an embedded runtime, whose segments are already mapped in this process. */
  readonly mappings?: readonly MappingAddress[];
}

/** A client's membership in a runtime: its identity there, the shared memory, bells, and news of the runtime's end. */
export class Session {
  readonly party: number;
  /** Unique during a runtime's life. */
  readonly token: number;
  readonly workers: number;
  readonly queueDepth: number;
  readonly rings: readonly number[];
  readonly busyWaitUs: number;
  readonly runtimePid: number;
  /** A worker has died; the tasks that it had will not complete. */
  onWorkerDied: (worker: number, epoch: number, message: string) => void = () => undefined;
  /** RUNTIME_STOPPED or RUNTIME_GONE: the connection has ended, but not by `close`. Called at most once. */
  onEnd: (error: ChimaeraError) => void = () => undefined;
  readonly chunks: ChunkRequests;

  private readonly words: Int32Array;
  private readonly startTime: string;
  private readonly returns = new ChunkReturns();
  private stopping = false;
  /** What the runtime said about this client before it ended the session. */
  private expelledFor: string | undefined;
  private closing: Promise<void> | undefined;
  private ended = false;

  private constructor(
    welcome: Welcome,
    readonly memory: Memory,
    private readonly dir: string,
    private readonly socket: Socket,
    private readonly lines: LineReader,
    private readonly bells: WorkerBells,
  ) {
    this.party = welcome.party;
    this.token = welcome.token;
    this.workers = welcome.workers;
    this.queueDepth = welcome.queueDepth;
    this.rings = welcome.rings;
    this.busyWaitUs = welcome.busyWaitUs;
    this.runtimePid = welcome.pid;
    this.startTime = welcome.startTime;
    this.words = memory.main.i32;
    this.chunks = new ChunkRequests({
      main: memory.main,
      party: welcome.party,
      about: `the runtime in ${dir} (process ${welcome.pid})`,
      say: (requests) => this.say([...this.returns.take(), ...requests]),
      giveBack: (segment, first, count) => this.giveBack(segment, first, count),
      isServed: () => !this.isOver && this.isServed(),
    });
  }

  /** @throws ChimaeraError CONNECT_FAILED, PROTOCOL_MISMATCH */
  static async open(options: SessionOptions): Promise<Session> {
    const { dir, waitServerSeconds } = options;
    const { socket, lines, welcome } = await shakeHands(dir, waitServerSeconds);
    const bells = new WorkerBells(dir, welcome.directory, welcome.party, welcome.token);
    try {
      const connected = bells.connect(welcome.workers);
      const memory = new Memory(options.mappings?.map(adopt) ?? openSegments(welcome));
      await connected;
      const session = new Session(welcome, memory, dir, socket, lines, bells);
      session.listen();
      return session;
    } catch (error) {
      bells.close();
      socket.destroy();
      throw error;
    }
  }

  /** A worker has rung: there may be completions. */
  set onBell(onBell: () => void) {
    this.bells.onBell = onBell;
  }

  /** Wakes a worker; the system call is made at once. */
  ringBell(worker: number): void {
    this.bells.ring(worker);
  }

  giveBack(segment: number, first: number, count: number): void {
    this.chunks.noteGivenBack();
    if (this.returns.add(segment, first, count)) setImmediate(() => this.say(this.returns.take()));
  }

  /** Nothing that the dead threads of a worker have written is in use here any more. */
  letGo(worker: number, epoch: number): void {
    this.say([{ t: 'let-go', worker, epoch }]);
  }

  /** Written at once, on the calling thread, as far as the socket takes it. */
  private say(requests: readonly ControlRequest[]): void {
    if (this.isOver || requests.length === 0) return;
    // A write that fails would close the socket before the runtime's last words are read.
    if (hasPeerLeft(this.socket) === true) return;
    this.socket.write(requests.map(encodeMessage).join(''));
  }

  /** Nobody receives what is sent any more. */
  private get isOver(): boolean {
    return this.ended || this.closing !== undefined;
  }

  /**
   * Whether the runtime lives and has not ended this session. Asks the kernel, so it works even while this thread's
   * event loop stands still.
   */
  isServed(): boolean {
    const hasLeft = hasPeerLeft(this.socket);
    if (hasLeft !== undefined) return !hasLeft;
    return Atomics.load(this.words, HEADER_ALIVE_WORD) === 1 && isAlive(this.runtimePid, this.startTime);
  }

  /** How the session ended, once it has. */
  howItEnded(): ChimaeraError {
    const { dir, runtimePid: pid, startTime } = this;
    const about = `the runtime in ${dir} (process ${pid})`;
    // A thread that was blocked has not read what the runtime said before it stopped.
    if (this.stopping || Atomics.load(this.words, HEADER_ALIVE_WORD) === 0)
      return new ChimaeraError('RUNTIME_STOPPED', `${about} was stopped; start it and connect again`);
    if (isAlive(pid, startTime) && !isDying({ pid, startTime }))
      return new ChimaeraError(
        'RUNTIME_GONE',
        `${about} has ended this connection: ${this.expelledFor ?? 'its log says why'}; connect again`,
      );
    return new ChimaeraError('RUNTIME_GONE', `${about} has gone; start it and connect again`);
  }

  /** Says goodbye, so that the runtime can give the memory to others at once. May be called twice. */
  close(): Promise<void> {
    return (this.closing ??= this.takeLeave());
  }

  private async takeLeave(): Promise<void> {
    if (!this.ended) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, BYE_TIMEOUT_MS);
        this.socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        this.socket.write(encodeMessage({ t: 'bye' }));
      });
    }
    this.bells.close();
    this.socket.destroy();
  }

  private listen(): void {
    this.socket.on('data', (chunk: Buffer) => {
      if (!this.lines.push(chunk, (line) => this.hear(line))) this.socket.destroy();
    });
    this.socket.once('end', () => this.socket.destroy());
    this.socket.once('close', () => this.end());
    if (this.socket.destroyed) this.end();
    else this.socket.resume();
  }

  private hear(line: string): boolean {
    const reply = parseReply(line);
    if (reply === undefined) return false;
    if (reply.t === 'bye') this.socket.destroy();
    else if (reply.t === 'worker-died') this.onWorkerDied(reply.worker, reply.epoch, reply.message);
    else if (reply.t === 'stopping') this.stopping = true;
    else if (reply.t === 'expelled') this.expelledFor = reply.why;
    return true;
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.bells.close();
    if (this.closing !== undefined) return;
    this.onEnd(this.howItEnded());
  }
}

function adopt({ address, byteLength, path }: MappingAddress): MappedMemory {
  return adoptMapping(address, byteLength, path);
}

function openSegments({ directory, segmentBytes }: Welcome): MappedMemory[] {
  return SEGMENT_FILE_NAMES.map((name, i) => openMappedFile(join(directory, name), segmentBytes[i]));
}
