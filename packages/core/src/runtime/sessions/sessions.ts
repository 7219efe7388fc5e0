import { createServer, type Server } from 'node:net';
import type { RuntimeReport } from '../../chi/runtime-report.js';
import {
  type ControlReply,
  type ControlRequest,
  type Hello,
  PROTOCOL_VERSION,
  type Welcome,
} from '../../client/control-protocol.js';
import { ChimaeraError } from '../../errors.js';
import { CORE_LAYOUT_VERSION } from '../../layout/control-layout.js';
import type { Logger } from '../../log.js';
import type { ProcessIdentity } from '../../os/process-identity.js';
import { Allotment } from '../memory/allotment.js';
import type { RuntimeMemory } from '../memory/runtime-memory.js';
import { identifyClient } from './client-identity.js';
import { type Client, type ConnectionEvents, ControlConnection } from './control-connection.js';
import { Gate } from './gate.js';
import type { Reaper } from './reaper.js';

/** What the server needs of the runtime. */
export interface SessionsHost {
  readonly memory: RuntimeMemory;
  readonly reaper: Reaper;
  readonly logger: Logger;
  /** See Gate. */
  readonly composer: ProcessIdentity | undefined;
  /** The part of a welcome that is the same for everybody; the party's own part is added. */
  readonly welcome: Omit<Welcome, 't' | 'party' | 'token' | 'rings'>;
  status(): Extract<ControlReply, { t: 'status' }>;
  stop(graceMs: number): void;
  /** @throws ChimaeraError INVALID_ARGUMENT for an unknown query */
  monitor(query: string): Promise<RuntimeReport>;
}

/** How many may be waiting to connect. The system may allow fewer, and tells the others to come again. */
const MOST_WAITING = 4096;
/** How long it may take until the end of a connection is noticed. */
const FAREWELL_TIMEOUT_MS = 250;

/**
 * The control plane's side of `control.sock`: hands out party numbers and memory, and notices when clients leave. Input
 * is considered hostile until it has been parsed; a peer that breaks the rules loses its own session and nothing else.
 */
export class Sessions implements ConnectionEvents {
  private readonly server: Server;
  private readonly connections = new Set<ControlConnection>();
  private readonly gate: Gate;
  private stopping = false;
  private ended = false;

  constructor(private readonly host: SessionsHost) {
    this.gate = new Gate(host.composer);
    this.server = createServer((socket) => this.connections.add(new ControlConnection(socket, this)));
  }

  /** Resolves when clients can connect. */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ path, backlog: MOST_WAITING }, () => {
        this.server.off('error', reject);
        this.server.on('error', (error) => this.host.logger.error('control.sock failed', error));
        resolve();
      });
    });
  }

  /** The connected clients. */
  get clients(): Client[] {
    return Array.from(this.connections).flatMap(({ client }) => client ?? []);
  }

  workerDied(worker: number, epoch: number, message: string): void {
    this.tellClients({ t: 'worker-died', worker, epoch, message });
  }

  /** Lets no new clients in, and tells the others what the end of their connection will mean. */
  announceStop(graceMs: number): void {
    this.stopping = true;
    this.tellClients({ t: 'stopping', graceMs });
  }

  /** Ends the session of a client that broke the rules in shared memory. */
  expel(party: number, token: number, why: string): void {
    for (const connection of this.connections) {
      const { client } = connection;
      if (client?.party !== party || client.token !== token) continue;
      this.host.logger.warn(`client ${party} (process ${client.process.pid}) is expelled: ${why}`);
      const what = why.replace(/^it /, 'this client ');
      connection.expel(`${what}: the memory that it shares with the runtime was overwritten`);
    }
  }

  /**
   * Ends all connections and removes the socket. Resolves when the clients have noticed, so that they can read their
   * last results, or have not within a limit. No memory is reclaimed any more.
   */
  async close(): Promise<void> {
    this.stopping = true;
    this.ended = true;
    this.gate.open();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of this.connections) connection.end();
    const timer = setTimeout(() => {
      for (const connection of this.connections) connection.cut();
    }, FAREWELL_TIMEOUT_MS);
    await closed;
    clearTimeout(timer);
  }

  onRequest(connection: ControlConnection, request: ControlRequest): boolean {
    const client = connection.saidBye ? undefined : connection.client;
    switch (request.t) {
      case 'hello':
        if (connection.client !== undefined) return false;
        this.welcome(connection, request);
        return true;
      case 'grant':
        return client !== undefined && client.allotment.grant(request);
      case 'forgo':
        client?.allotment.revoke(request.sequence);
        return client !== undefined;
      case 'let-go':
        if (client !== undefined)
          this.host.memory.lost.clientLetGo(client.token, request.worker, request.epoch);
        return client !== undefined;
      case 'give-back':
        return (
          client !== undefined && client.allotment.takeBack(request.segment, request.first, request.count)
        );
      case 'bye':
        connection.saidBye = true;
        connection.send({ t: 'bye' });
        connection.end();
        return true;
      case 'open':
        this.gate.open();
        connection.send({ t: 'open' });
        return true;
      case 'status':
        if (connection.isBehind) return false;
        connection.send(this.host.status());
        return true;
      case 'monitor':
        if (connection.isObserving || connection.isBehind) return false;
        void this.monitor(connection, request.query);
        return true;
      case 'stop':
        connection.allowSilence();
        connection.send({ t: 'stopping', graceMs: request.graceMs });
        this.host.stop(request.graceMs);
        return true;
    }
  }

  onNonsense({ client }: ControlConnection): void {
    const who = client === undefined ? 'a stranger' : `client ${client.party}`;
    this.host.logger.warn(`${who} sent something that is not a request on control.sock`);
  }

  onClosed(connection: ControlConnection): void {
    this.connections.delete(connection);
    const { client, saidBye } = connection;
    if (client === undefined || this.ended) return;
    const { party, token, process, writer } = client;
    this.host.logger.debug(`client ${party} ${saidBye ? 'took leave' : 'vanished'}: process ${process.pid}`);
    this.host.memory.parties.beginClosing(party);
    this.host.memory.lost.clientGone(token);
    this.host.reaper.close(party, token, saidBye ? undefined : writer);
  }

  private welcome(connection: ControlConnection, hello: Hello): void {
    const { memory, logger } = this.host;
    const identity = identifyClient(hello, connection.pid);
    const { pid } = identity.process;
    if (!this.gate.admits(pid)) return this.sendAway(connection);
    try {
      if (this.stopping) throw new ChimaeraError('RUNTIME_STOPPED', 'the runtime there is stopping');
      this.checkVersions(hello);
      const { party, token, rings } = memory.parties.attachClient();
      const allotment = new Allotment(memory, party);
      connection.client = { party, token, ...identity, allotment };
      connection.allowSilence();
      connection.send({ t: 'welcome', party, token, rings, ...this.host.welcome });
      logger.debug(`client ${party} attached: process ${pid}`);
    } catch (error) {
      const { code, message } = error as ChimaeraError;
      logger.warn(`process ${pid} was refused: ${message}`);
      connection.send({ t: 'refused', code, message });
      connection.endBoth();
    }
  }

  /** It will try again, like those who come while a runtime stops. */
  private sendAway(connection: ControlConnection): void {
    const message = 'the runtime there is still creating the pools of its configuration';
    connection.send({ t: 'refused', code: 'RUNTIME_STOPPED', message });
    connection.endBoth();
  }

  private async monitor(connection: ControlConnection, query: string): Promise<void> {
    connection.isObserving = true;
    try {
      connection.send({ t: 'monitor', report: await this.host.monitor(query) });
    } catch (error) {
      const { code, message } = error as ChimaeraError;
      connection.send({ t: 'refused', code, message });
    } finally {
      connection.isObserving = false;
    }
  }

  private checkVersions({ protocol, layout }: Hello): void {
    if (protocol === PROTOCOL_VERSION && layout === CORE_LAYOUT_VERSION) return;
    const { pid, version } = this.host.welcome;
    throw new ChimaeraError(
      'PROTOCOL_MISMATCH',
      `the runtime (process ${pid}, @chimaera/core ${version}) speaks protocol ${PROTOCOL_VERSION} with layout ${CORE_LAYOUT_VERSION}, ` +
        `this client protocol ${protocol} with layout ${layout}; use the same version of @chimaera/core on both sides, ` +
        'and after an update restart the runtime: npx chimaera runtime restart',
    );
  }

  private tellClients(reply: ControlReply): void {
    for (const connection of this.connections) if (connection.client !== undefined) connection.send(reply);
  }
}
