import { createServer, type Server, type Socket } from 'node:net';
import {
  type ControlReply,
  type ControlRequest,
  encodeMessage,
  type Hello,
  MAX_REQUEST_BYTES,
  NO_CHUNK,
  parseRequest,
  PROTOCOL_VERSION,
  type Welcome,
} from '../client/control-protocol.js';
import { LineReader } from '../client/line-reader.js';
import { ChimaeraError } from '../errors.js';
import { CHUNK_BYTES } from '../layout/alignment.js';
import {
  CORE_LAYOUT_VERSION,
  PARTY_GRANT_CHUNK_WORD,
  PARTY_GRANT_COUNT_WORD,
  PARTY_GRANT_SEQUENCE_WORD,
  partyBlockOffset,
} from '../layout/control-layout.js';
import type { Logger } from '../log.js';
import type { ChunkTable } from '../memory/chunk-table.js';
import type { Reserve } from '../memory/reserve.js';
import { SegmentId, type Memory } from '../memory/segment.js';
import { futexWake } from '../os/futex.js';
import type { ProcessIdentity } from '../os/process-identity.js';
import type { RuntimeReport } from '../submit/runtime-report.js';
import type { LostChunks } from './lost-chunks.js';
import type { Parties } from './parties.js';
import type { Reaper } from './reaper.js';

/** Whoever connects must say something useful within this time. */
const HELLO_TIMEOUT_MS = 10_000;
/** A peer that lets more than this pile up is not reading. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;

/** What the server needs of the rest. */
export interface SessionsHost {
  readonly memory: Memory;
  readonly chunks: ChunkTable;
  readonly reserve: Reserve;
  readonly parties: Parties;
  readonly reaper: Reaper;
  readonly lost: LostChunks;
  readonly logger: Logger;
  /** What every welcome says; the party's own part is added. */
  readonly welcome: Omit<Welcome, 't' | 'party' | 'token' | 'rings'>;
  status(): Extract<ControlReply, { t: 'status' }>;
  stop(graceMs: number): void;
  /** @throws ChimaeraError INVALID_ARGUMENT for an unknown query */
  monitor(query: string): Promise<RuntimeReport>;
}

/** A connection to control.sock; with a hello it becomes the session of a party. */
interface Connection {
  readonly socket: Socket;
  party: number;
  token: number;
  writer: ProcessIdentity | undefined;
  saidBye: boolean;
  /** What it was given last, until it is sure to know. */
  lastGrant: Grant | undefined;
}

interface Grant {
  readonly sequence: number;
  readonly segment: number;
  /** -1 when there was nothing to give. */
  readonly first: number;
  readonly count: number;
}

type GrantRequest = Extract<ControlRequest, { t: 'grant' }>;

/** How long the end of a connection may take to be noticed. */
const FAREWELL_TIMEOUT_MS = 250;
const NO_PARTY = -1;

/**
 * The control plane's side of `control.sock`: hands out places and memory, and notices when clients go. What comes
 * in is hostile until it has been parsed; a peer that breaks the rules loses its own session and nothing else.
 */
export class Sessions {
  private readonly server: Server;
  private readonly connections = new Set<Connection>();
  private stopping = false;
  private ended = false;

  constructor(private readonly host: SessionsHost) {
    this.server = createServer((socket) => this.accept(socket));
  }

  /** Fulfilled when clients can connect. */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(path, () => {
        this.server.off('error', reject);
        this.server.on('error', (error) => this.host.logger.error('control.sock failed', error));
        resolve();
      });
    });
  }

  /** Clients with a place, and the processes that they are. */
  list(): { readonly party: number; readonly pid: number }[] {
    return Array.from(this.connections).flatMap(({ party, writer }) =>
      party === NO_PARTY || writer === undefined ? [] : [{ party, pid: writer.pid }],
    );
  }

  /** Clients with a place. */
  get clients(): number {
    let clients = 0;
    for (const { party } of this.connections) if (party !== NO_PARTY) clients++;
    return clients;
  }

  workerDied(worker: number, epoch: number, message: string): void {
    this.tellClients({ t: 'worker-died', worker, epoch, message });
  }

  /** Of all clients that have a place. */
  get tokens(): number[] {
    return [...this.connections].filter(({ party }) => party !== NO_PARTY).map(({ token }) => token);
  }

  /** No new clients; those that are there learn what the end of their connection will mean. */
  announceStop(graceMs: number): void {
    this.stopping = true;
    this.tellClients({ t: 'stopping', graceMs });
  }

  /** Ends the session of a client that broke the rules in shared memory. */
  expel(party: number, token: number, why: string): void {
    for (const connection of this.connections) {
      if (connection.party !== party || connection.token !== token) continue;
      this.host.logger.warn(`client ${party} (process ${connection.writer?.pid}) is expelled: ${why}`);
      connection.socket.destroy();
    }
  }

  /**
   * Ends all connections and removes the socket. Fulfilled when the clients have noticed, so that they can read their
   * last results, or will not. Nobody's memory is taken back any more.
   */
  async close(): Promise<void> {
    this.stopping = true;
    this.ended = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const { socket } of this.connections) socket.end();
    const timer = setTimeout(() => {
      for (const { socket } of this.connections) socket.destroy();
    }, FAREWELL_TIMEOUT_MS);
    await closed;
    clearTimeout(timer);
  }

  private accept(socket: Socket): void {
    const connection: Connection = {
      socket,
      party: NO_PARTY,
      token: 0,
      writer: undefined,
      saidBye: false,
      lastGrant: undefined,
    };
    const lines = new LineReader(MAX_REQUEST_BYTES);
    this.connections.add(connection);
    socket.setTimeout(HELLO_TIMEOUT_MS, () => socket.destroy());
    socket.on('error', () => undefined); // followed by close
    socket.on('data', (chunk: Buffer) => {
      if (!lines.push(chunk, (line) => this.hear(connection, line))) this.cutOff(connection);
    });
    socket.once('close', () => this.closed(connection));
  }

  private hear(connection: Connection, line: string): boolean {
    const request = parseRequest(line);
    return request !== undefined && this.serve(connection, request);
  }

  /** False for what is not allowed at this point. */
  private serve(connection: Connection, request: ControlRequest): boolean {
    const attached = connection.party !== NO_PARTY && !connection.saidBye;
    switch (request.t) {
      case 'hello':
        if (connection.party !== NO_PARTY) return false;
        this.welcome(connection, request);
        return true;
      case 'grant':
        return attached && this.grant(connection, request);
      case 'forgo':
        if (attached) this.revoke(connection, request.sequence);
        return attached;
      case 'let-go':
        if (attached) this.host.lost.clientLetGo(connection.token, request.worker, request.epoch);
        return attached;
      case 'give-back':
        return attached && this.takeBack(connection.party, request.segment, request.first, request.count);
      case 'bye':
        connection.saidBye = true;
        this.send(connection, { t: 'bye' });
        connection.socket.end();
        return true;
      case 'status':
        this.send(connection, this.host.status());
        return true;
      case 'monitor':
        void this.monitor(connection, request.query);
        return true;
      case 'stop':
        connection.socket.setTimeout(0);
        this.send(connection, { t: 'stopping', graceMs: request.graceMs });
        this.host.stop(request.graceMs);
        return true;
    }
  }

  private welcome(connection: Connection, hello: Hello): void {
    try {
      if (this.stopping) throw new ChimaeraError('RUNTIME_STOPPED', 'The runtime is stopping.');
      this.checkVersions(hello);
      const { party, token, rings } = this.host.parties.attachClient();
      connection.party = party;
      connection.token = token;
      connection.writer = { pid: hello.pid, startTime: hello.startTime };
      connection.socket.setTimeout(0);
      this.send(connection, { t: 'welcome', party, token, rings, ...this.host.welcome });
      this.host.logger.debug(`client ${party} attached: process ${hello.pid}`);
    } catch (error) {
      const { code, message } = error as ChimaeraError;
      this.host.logger.warn(`process ${hello.pid} was refused: ${message}`);
      this.send(connection, { t: 'refused', code, message });
      connection.socket.destroySoon();
    }
  }

  private async monitor(connection: Connection, query: string): Promise<void> {
    try {
      this.send(connection, { t: 'monitor', report: await this.host.monitor(query) });
    } catch (error) {
      const { code, message } = error as ChimaeraError;
      this.send(connection, { t: 'refused', code, message });
    }
  }

  private checkVersions({ protocol, layout }: Hello): void {
    if (protocol === PROTOCOL_VERSION && layout === CORE_LAYOUT_VERSION) return;
    const { pid, version } = this.host.welcome;
    throw new ChimaeraError(
      'PROTOCOL_MISMATCH',
      `The runtime (process ${pid}, @chimaera/core ${version}) speaks protocol ${PROTOCOL_VERSION} with layout ${CORE_LAYOUT_VERSION}, ` +
        `this client protocol ${protocol} with layout ${layout}. Use the same version of @chimaera/core on both sides.`,
    );
  }

  /** False for a segment of which clients own nothing. */
  private grant(connection: Connection, { sequence, segment, count }: GrantRequest): boolean {
    if (segment === SegmentId.kRuntimeData) return false;
    const { party } = connection;
    const { main } = this.host.memory;
    const first = this.claim(party, segment, count);
    connection.lastGrant = { sequence, segment, first, count };
    const block = partyBlockOffset(party);
    main.u32[(block >>> 2) + PARTY_GRANT_CHUNK_WORD] = first < 0 ? NO_CHUNK : first;
    main.u32[(block >>> 2) + PARTY_GRANT_COUNT_WORD] = first < 0 ? 0 : count;
    // [grant] The sequence publishes the two words before it.
    Atomics.store(main.i32, (block >>> 2) + PARTY_GRANT_SEQUENCE_WORD, sequence | 0);
    futexWake(main.mapping.address + BigInt(block + PARTY_GRANT_SEQUENCE_WORD * 4), 1);
    return true;
  }

  private claim(party: number, segment: number, count: number): number {
    const { chunks, reserve } = this.host;
    const heldBytes = chunks.bytesInUse(segment, party);
    return reserve.allows(segment, heldBytes, count * CHUNK_BYTES) ? chunks.claim(segment, count, party) : -1;
  }

  /** The client gave up waiting, perhaps just before the answer came: the chunks are nobody's. */
  private revoke(connection: Connection, sequence: number): void {
    const grant = connection.lastGrant;
    connection.lastGrant = undefined;
    if (grant?.sequence !== sequence || grant.first < 0) return;
    this.host.chunks.release(grant.segment, grant.first, grant.count, connection.party);
  }

  /** False for chunks that do not exist, and for its rings, which workers use; those of others are left alone. */
  private takeBack(party: number, segment: number, first: number, count: number): boolean {
    if ((first + count) * CHUNK_BYTES > this.host.memory.segments[segment].byteLength) return false;
    if (this.host.parties.hasRingsIn(party, segment, first, count)) return false;
    this.host.chunks.release(segment, first, count, party);
    return true;
  }

  private closed(connection: Connection): void {
    this.connections.delete(connection);
    const { party, token, saidBye, writer } = connection;
    if (party === NO_PARTY || this.ended) return;
    this.host.logger.debug(`client ${party} ${saidBye ? 'took leave' : 'vanished'}: process ${writer?.pid}`);
    this.host.parties.beginClosing(party);
    this.host.lost.clientGone(token);
    this.host.reaper.close(party, token, saidBye ? undefined : writer);
  }

  private cutOff({ party, socket }: Connection): void {
    this.host.logger.warn(
      `${party === NO_PARTY ? 'a stranger' : `client ${party}`} sent what is no request on control.sock`,
    );
    socket.destroy();
  }

  private tellClients(reply: ControlReply): void {
    for (const connection of this.connections)
      if (connection.party !== NO_PARTY) this.send(connection, reply);
  }

  private send({ socket }: Connection, reply: ControlReply): void {
    if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy();
    else if (socket.writable) socket.write(encodeMessage(reply));
  }
}
