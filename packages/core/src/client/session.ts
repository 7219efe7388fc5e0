import type { Socket } from 'node:net';
import { join } from 'node:path';
import { ChimaeraError } from '../errors.js';
import {
  HEADER_ALIVE_WORD,
  PARTY_GRANT_CHUNK_WORD,
  PARTY_GRANT_SEQUENCE_WORD,
  partyBlockOffset,
} from '../layout/control-layout.js';
import { Memory, SEGMENT_FILE_NAMES } from '../memory/segment.js';
import { futexWait } from '../os/futex.js';
import { adoptMapping, type MappedMemory, openMappedFile } from '../os/mapped-file.js';
import { isAlive } from '../os/process-identity.js';
import { ChunkReturns } from './chunk-returns.js';
import {
  type ControlRequest,
  encodeMessage,
  NO_CHUNK,
  parseReply,
  type Welcome,
} from './control-protocol.js';
import { shakeHands } from './handshake.js';
import type { LineReader } from './line-reader.js';
import { WorkerBells } from './worker-bells.js';

/** How often a blocked thread looks whether the runtime lives: it sees no socket close. */
const LIVENESS_CHECK_MS = 100;
const BYE_TIMEOUT_MS = 1000;
/**
 * After a control plane has not answered in time (its process was stopped, say), nobody blocks for it that long again: a
 * thousand calls in a row would. It is asked once in a while, and shortly, until it answers.
 */
const SILENCE_MS = 1000;
const SHORT_TIMEOUT_MS = 50;

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
  /** Of an embedded runtime: the segments are mapped in this process already. */
  readonly mappings?: readonly MappingAddress[];
}

/** A client's membership in a runtime: who it is there, the memory they share, bells, and news of its end. */
export class Session {
  readonly party: number;
  /** Unique while the runtime lives. */
  readonly token: number;
  readonly workers: number;
  readonly queueDepth: number;
  readonly rings: readonly number[];
  readonly busyWaitUs: number;
  readonly runtimePid: number;
  readonly runtimeVersion: string;
  /** A worker has died; the tasks it had will not complete. */
  onWorkerDied: (worker: number, epoch: number, message: string) => void = () => undefined;
  /** RUNTIME_STOPPED or RUNTIME_GONE: the connection has ended, and not because of `close`. Called at most once. */
  onEnd: (error: ChimaeraError) => void = () => undefined;

  private readonly words: Int32Array;
  private readonly grantWord: number;
  private readonly grantAddress: bigint;
  private readonly startTime: string;
  private readonly returns = new ChunkReturns();
  private sequence = 0;
  /** When the last request for chunks was given up; 0 once one was answered. */
  private unansweredMs = 0;
  private stopping = false;
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
    this.runtimeVersion = welcome.version;
    this.startTime = welcome.startTime;
    const block = partyBlockOffset(welcome.party);
    this.words = memory.main.i32;
    this.grantWord = block >>> 2;
    this.grantAddress = memory.main.mapping.address + BigInt(block + PARTY_GRANT_SEQUENCE_WORD * 4);
  }

  /** @throws ChimaeraError CONNECT_FAILED, PROTOCOL_MISMATCH */
  static async open(options: SessionOptions): Promise<Session> {
    const { dir, waitServerSeconds } = options;
    const { socket, lines, welcome } = await shakeHands(dir, waitServerSeconds);
    const bells = new WorkerBells(dir, welcome.party, welcome.token);
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

  /**
   * Asks for neighbouring chunks and blocks until the answer is there: memory is needed in the middle of
   * synchronous code. Gives the number of the first, or -1 for no room or no answer.
   */
  requestChunks(segment: number, count: number, timeoutMs: number): number {
    if (this.ended || this.closing !== undefined) return -1;
    const nowMs = performance.now();
    const isSilent = this.unansweredMs > 0;
    if (isSilent && nowMs - this.unansweredMs < SILENCE_MS) return -1;
    const sequence = (this.sequence = (this.sequence + 1) | 0);
    this.say([...this.returns.take(), { t: 'grant', sequence: sequence >>> 0, segment, count }]);
    const deadlineMs = nowMs + (isSilent ? SHORT_TIMEOUT_MS : timeoutMs);
    const sequenceWord = this.grantWord + PARTY_GRANT_SEQUENCE_WORD;
    // [grant] Pairs with the control plane's store of the sequence, which comes last.
    for (;;) {
      const seen = Atomics.load(this.words, sequenceWord);
      if (seen === sequence) break;
      const leftMs = deadlineMs - performance.now();
      if (leftMs <= 0) return this.forgo(sequence);
      const outcome = futexWait(this.grantAddress, seen, Math.min(LIVENESS_CHECK_MS, leftMs));
      if (outcome === 'timeout' && !this.isRuntimeAlive()) return -1;
    }
    this.unansweredMs = 0;
    const chunk = this.words[this.grantWord + PARTY_GRANT_CHUNK_WORD] >>> 0;
    return chunk === NO_CHUNK ? -1 : chunk;
  }

  /** An answer that comes too late would leave the chunks with nobody. */
  private forgo(sequence: number): -1 {
    this.unansweredMs = performance.now();
    this.say([{ t: 'forgo', sequence: sequence >>> 0 }]);
    return -1;
  }

  giveBack(segment: number, first: number, count: number): void {
    if (this.returns.add(segment, first, count)) setImmediate(() => this.say(this.returns.take()));
  }

  /** Nothing that the dead threads of a worker have written is used here any more. */
  letGo(worker: number, epoch: number): void {
    this.say([{ t: 'let-go', worker, epoch }]);
  }

  /** Written at once, on the calling thread, as far as the socket takes it. */
  private say(requests: readonly ControlRequest[]): void {
    if (this.ended || this.closing !== undefined || requests.length === 0) return;
    this.socket.write(requests.map(encodeMessage).join(''));
  }

  /** Looks at memory and at the process table, so it also answers a thread whose event loop stands still. */
  isRuntimeAlive(): boolean {
    return Atomics.load(this.words, HEADER_ALIVE_WORD) === 1 && isAlive(this.runtimePid, this.startTime);
  }

  /** Takes leave, so that the runtime can give the memory to others at once. Harmless twice. */
  close(): Promise<void> {
    return (this.closing ??= this.takeLeave());
  }

  /** Whether an open session keeps the process alive; at first it does. */
  ref(): void {
    this.socket.ref();
    this.bells.setRef(true);
  }

  unref(): void {
    this.socket.unref();
    this.bells.setRef(false);
  }

  private async takeLeave(): Promise<void> {
    if (!this.ended) {
      this.socket.ref();
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
    return true;
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.bells.close();
    if (this.closing !== undefined) return;
    const about = `the runtime in ${this.dir} (process ${this.runtimePid})`;
    this.onEnd(
      this.stopping
        ? new ChimaeraError('RUNTIME_STOPPED', `${about} was stopped; start it and connect again`)
        : new ChimaeraError('RUNTIME_GONE', `${about} has gone; start it and connect again`),
    );
  }
}

function adopt({ address, byteLength, path }: MappingAddress): MappedMemory {
  return adoptMapping(address, byteLength, path);
}

function openSegments({ directory, segmentBytes }: Welcome): MappedMemory[] {
  return SEGMENT_FILE_NAMES.map((name, i) => openMappedFile(join(directory, name), segmentBytes[i]));
}
