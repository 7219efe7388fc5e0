import '../disposal.js';
import type { AdminClient } from '../chi/admin-client.js';
import { allocateBuffer } from '../chi/allocate-buffer.js';
import type { Chi, SettledAll } from '../chi/chi.js';
import type { PreparedTask } from '../chi/prepared-task.js';
import { submitBatch } from '../chi/submit-batch.js';
import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import { RingConsumer } from '../lane/ring-consumer.js';
import { RingProducer } from '../lane/ring-producer.js';
import { ringBytes } from '../layout/ring-layout.js';
import { Arena } from '../memory/arena.js';
import { type ChiBuffer } from '../memory/buffer-ref.js';
import type { ChunkSource } from '../memory/chunk-table.js';
import { PatientSource } from '../memory/patient-source.js';
import { SegmentId } from '../memory/segment.js';
import { PoolDirectoryReader } from '../route/pool-directory.js';
import { Outbox } from '../submit/outbox.js';
import { Party } from '../submit/party.js';
import type { TaskNode } from '../task/task-node.js';
import { ClientHost } from './client-host.js';
import { driver } from './driver.js';
import { Reconnection } from './reconnection.js';
import type { Session } from './session.js';

const LET_GO_LOOK_MS = 500;
/**
 * Asking for a chunk takes a round trip to the control plane, so a client keeps 1 MiB of what a burst has left over.
 */
const KEPT_CHUNKS = 16;

/** How a connection differs from what `connect()` returns without options. */
export interface ConnectionOptions {
  /** Called at the end of `close`. */
  readonly afterClose?: () => Promise<void>;
  /**
   * If set, the connection outlives the runtime: how to get a session with the next one, and how long calls wait for
   * it.
   */
  readonly reconnect?: {
    readonly open: (waitSeconds: number) => Promise<Session>;
    readonly patienceSeconds: number;
  };
}

/** A client's connection to a runtime: what `connect()` returns. */
export class Connection implements Chi {
  /** @internal A different one after a reconnection. */ $party!: Party;
  admin!: AdminClient;
  private session!: Session;
  private host!: ClientHost;
  private buffers!: Arena;
  private reconnection: Reconnection<Session> | undefined;
  private isClosed = false;
  private ended: ChimaeraError | undefined;

  constructor(
    session: Session,
    private readonly options: ConnectionOptions = {},
  ) {
    this.adopt(session);
  }

  private adopt(session: Session): void {
    this.session = session;
    this.reconnection = this.ended = undefined;
    const host = (this.host = new ClientHost(session));
    this.$party = host.party = makeParty(session, host);
    this.buffers = new Arena(grantedChunks(session, SegmentId.kClientData), KEPT_CHUNKS);
    driver.add(host);
    host.onGone = (error) => this.lose(session, error);
    session.onBell = () => driver.start();
    session.onWorkerDied = (worker, epoch, message) => {
      host.workerDied(worker, message);
      letGo(host.party.outputsAt(worker), () => session.letGo(worker, epoch));
    };
    session.onEnd = (error) => this.lose(session, error);
  }

  /**
   * @internal While there is no runtime: resolves when there is one, rejects when a call has waited long enough.
   */
  $whenBack(timeoutMs: number | undefined): Promise<void> | undefined {
    return this.reconnection?.wait(timeoutMs);
  }

  allocateBuffer(byteLength: number): ChiBuffer {
    for (;;) {
      if (this.ended !== undefined) throw this.ended;
      const { clientData } = this.session.memory;
      try {
        return allocateBuffer(clientData, this.buffers, byteLength, 'memory.client_data_segment_size');
      } catch (error) {
        const isScarce = (error as ChimaeraError).code === 'OUT_OF_MEMORY';
        if (!isScarce || this.host.memorySilence() === undefined) throw error;
        if (this.host.awaitMemory() || this.ended !== undefined) continue;
        throw new ChimaeraError('OUT_OF_MEMORY', `no buffer: ${this.host.memorySilence() ?? 'try again'}`);
      }
    }
  }

  createTaskNode(): TaskNode {
    return this.$party.createTaskNode();
  }

  submitBatch<const T extends readonly PreparedTask[]>(tasks: T): Promise<SettledAll<T>> {
    const back = this.$whenBack(undefined);
    if (back !== undefined) return back.then(() => submitBatch(this, tasks));
    return submitBatch(this, tasks);
  }

  /** Process id of the runtime. */
  get runtimePid(): number {
    return this.session.runtimePid;
  }

  toJSON(): object {
    const { runtimePid, isClosed } = this;
    return { runtimePid, isClosed };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }

  /**
   * Ends the connection. Calls under way fail with CLOSED; the runtime reclaims this client's memory. May be called
   * twice.
   */
  async close(): Promise<void> {
    const reason = new ChimaeraError('CLOSED', 'the connection was closed; connect() again');
    this.isClosed = true;
    this.reconnection?.cancel(reason);
    this.end(reason);
    await this.session.close();
    await this.options.afterClose?.();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** The runtime has ended, or has ended the session. */
  private lose(session: Session, error: ChimaeraError): void {
    if (session !== this.session || this.reconnection !== undefined) return;
    this.end(error);
    const { reconnect } = this.options;
    if (reconnect === undefined || this.isClosed) return;
    const host = {
      open: reconnect.open,
      adopt: (next: Session): void => {
        void session.close();
        this.adopt(next);
      },
      drop: (next: Session): void => void next.close(),
    };
    this.reconnection = new Reconnection(host, error, reconnect.patienceSeconds);
  }

  private end(error: ChimaeraError): void {
    // A task that has ended already has a result, and has not failed.
    this.$party.poll();
    driver.remove(this.host);
    this.ended ??= error;
    this.$party.end(error);
  }
}

/**
 * Handles on outputs that a dead worker wrote can be read for as long as they live; after that its memory can be
 * reused.
 */
function letGo(isUsed: () => boolean, tell: () => void): void {
  if (isUsed()) setTimeout(() => letGo(isUsed, tell), LET_GO_LOOK_MS).unref();
  else tell();
}

function makeParty(session: Session, host: ClientHost): Party {
  const { memory, party: id, queueDepth } = session;
  const workers = Array.from({ length: session.workers }, (_, worker) => worker);
  return new Party({
    id,
    token: session.token,
    memory,
    arena: new Arena(grantedChunks(session, SegmentId.kMain), KEPT_CHUNKS),
    routes: new PoolDirectoryReader(memory.main, session.workers),
    outboxes: workers.map((worker) => {
      const ring = new RingProducer(memory.main, session.rings[worker]!, queueDepth);
      return new Outbox(memory.main, id, worker, ring, () => host.ringBell(worker));
    }),
    inboxes: workers.map(
      (worker) => new RingConsumer(memory.main, session.rings[worker]! + ringBytes(queueDepth), queueDepth),
    ),
    host,
  });
}

/** Chunks are granted by the control plane, which alone knows who owns what. */
function grantedChunks(session: Session, segment: SegmentId): ChunkSource {
  return new PatientSource({
    take: (count) => session.chunks.take(segment, count),
    giveBack: (first, count) => session.giveBack(segment, first, count),
  });
}
