import { ChimaeraError } from '../errors.js';
import { ringBytes } from '../layout/ring-layout.js';
import { RingConsumer } from '../lane/ring-consumer.js';
import { RingProducer } from '../lane/ring-producer.js';
import { Arena } from '../memory/arena.js';
import { type ChiBuffer } from '../memory/buffer-ref.js';
import type { ChunkSource } from '../memory/chunk-table.js';
import { SegmentId } from '../memory/segment.js';
import { PoolDirectoryReader } from '../route/pool-directory.js';
import type { AdminClient } from '../submit/admin-client.js';
import { allocateBuffer } from '../submit/allocate-buffer.js';
import type { Chi, SettledAll } from '../submit/chi.js';
import { Outbox } from '../submit/outbox.js';
import { Party } from '../submit/party.js';
import type { PreparedTask } from '../submit/prepared-task.js';
import { submitBatch } from '../submit/submit-batch.js';
import type { TaskNode } from '../task/task-node.js';
import { ClientHost } from './client-host.js';
import { driver } from './driver.js';
import type { Session } from './session.js';

const GRANT_TIMEOUT_MS = 5000;
/** Asking for a chunk takes a round trip to the control plane, so a client keeps 1 MiB of what a burst has left. */
const KEPT_CHUNKS = 16;

/** A client's connection to a runtime: what `connect()` gives. */
export class Connection implements Chi {
  /** @internal */ readonly $party: Party;
  admin!: AdminClient;
  private readonly host: ClientHost;
  private readonly buffers: Arena;

  constructor(
    private readonly session: Session,
    private readonly beforeClose?: () => Promise<void>,
    private readonly afterClose?: () => Promise<void>,
  ) {
    this.host = new ClientHost(session);
    this.$party = makeParty(session, this.host);
    this.host.party = this.$party;
    this.buffers = new Arena(grantedChunks(session, SegmentId.kClientData), KEPT_CHUNKS);
    driver.add(this.host);
    session.onBell = () => driver.start();
    session.onWorkerDied = (worker, message) => this.host.workerDied(worker, message);
    session.onEnd = (error) => this.end(error);
  }

  allocateBuffer(byteLength: number): ChiBuffer {
    return allocateBuffer(
      this.session.memory.clientData,
      this.buffers,
      byteLength,
      'memory.client_data_segment_size',
    );
  }

  createTaskNode(): TaskNode {
    return this.$party.createTaskNode();
  }

  submitBatch<const T extends readonly PreparedTask[]>(tasks: T): Promise<SettledAll<T>> {
    return submitBatch(this.$party, tasks);
  }

  /** Process id of the runtime. */
  get runtimePid(): number {
    return this.session.runtimePid;
  }

  /** Ends the connection. Calls under way fail with CLOSED; the runtime reclaims this client's memory. Harmless twice. */
  async close(): Promise<void> {
    await this.beforeClose?.();
    this.end(new ChimaeraError('CLOSED', 'the connection was closed; connect() again'));
    await this.session.close();
    await this.afterClose?.();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private end(error: ChimaeraError): void {
    // What has ended already is a result, not a failure.
    this.$party.poll();
    driver.remove(this.host);
    this.$party.end(error);
  }
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

/** Chunks come from the control plane, which alone knows who owns what. */
function grantedChunks(session: Session, segment: SegmentId): ChunkSource {
  return {
    take: (count) => session.requestChunks(segment, count, GRANT_TIMEOUT_MS),
    giveBack: (first, count) => session.giveBack(segment, first, count),
  };
}
