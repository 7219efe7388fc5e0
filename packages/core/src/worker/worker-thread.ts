import type { MessagePort } from 'node:worker_threads';
import { ChimaeraError } from '../errors.js';
import { ringBytes } from '../layout/ring-layout.js';
import { RingConsumer } from '../lane/ring-consumer.js';
import { RingProducer } from '../lane/ring-producer.js';
import { createLogger, type Logger } from '../log.js';
import { Arena } from '../memory/arena.js';
import { ChunkTable, chunkSource } from '../memory/chunk-table.js';
import { Reserve } from '../memory/reserve.js';
import { Memory, SegmentId } from '../memory/segment.js';
import { adoptMapping } from '../os/mapped-file.js';
import { pollers } from '../module/pollers.js';
import { importAdmin } from '../submit/import-admin.js';
import { Outbox } from '../submit/outbox.js';
import { Party } from '../submit/party.js';
import { Containers } from './containers.js';
import { ControlPort, toWire } from './control-port.js';
import { Crowd } from './crowd.js';
import { Doorbells } from './doorbells.js';
import type { Inlet } from './inlet.js';
import { WorkerLoop } from './loop.js';
import { LoadMeter } from './load-meter.js';
import { LockChannel } from './lock-channel.js';
import { Loopback } from './loopback.js';
import type { ToWorker, WorkerStart } from './messages.js';
import { PoolTable } from './pool-table.js';
import { SharedState } from './shared-state.js';
import { Spills } from './spills.js';
import { WorkerChi } from './worker-chi.js';
import { WorkerHost } from './worker-host.js';
import { Reporter } from './worker-report.js';
import { Worker } from './worker.js';

/** How often a stopping worker looks whether its tasks have ended. */
const STOP_POLL_MS = 5;
/** Nobody rings a worker of which shared memory says that it is awake. It looks around by itself this often. */
const LOOK_AROUND_MS = 1000;

/** A worker thread: puts the worker together, and does what the control plane says. */
export class WorkerThread {
  private readonly memory: Memory;
  private readonly shared: SharedState;
  private readonly chunks: ChunkTable;
  private readonly pools = new PoolTable();
  private readonly logger: Logger;
  private readonly spills: Spills;
  private readonly control: ControlPort;
  private readonly doorbells: Doorbells;
  private readonly worker: Worker;
  private readonly loop: WorkerLoop;
  private host!: WorkerHost;
  private readonly chi: WorkerChi;
  private readonly containers: Containers;
  private readonly locks: LockChannel;
  private readonly loadMeter = new LoadMeter();
  private readonly reporter: Reporter;
  /** Parties that have gone while tasks of theirs were running. */
  private readonly draining = new Set<Inlet>();
  /** Dead threads whose memory is perhaps used here. */
  private estates: { readonly worker: number; readonly epoch: number; readonly isUsed: () => boolean }[] = [];

  constructor(
    private readonly data: WorkerStart,
    port: MessagePort,
  ) {
    const { index } = data;
    this.memory = new Memory(
      data.mappings.map(({ address, byteLength, path }) => adoptMapping(address, byteLength, path)),
    );
    this.shared = new SharedState(data.sharedState);
    this.chunks = new ChunkTable(
      data.chunkTable,
      data.mappings.map(({ byteLength }) => byteLength),
    );
    this.logger = createLogger({ ...data.log, component: `worker-${index}` });
    const reserve = new Reserve(this.chunks, data.reservePercent);
    this.spills = new Spills(
      this.memory.runtimeData,
      chunkSource(this.chunks, SegmentId.kRuntimeData, index),
      // Without subtasks, what has begun could not end.
      (party, heldBytes, byteLength) =>
        party < data.workers || reserve.allows(SegmentId.kRuntimeData, heldBytes, byteLength),
    );
    this.control = new ControlPort(port, (message) => this.receive(message));
    this.doorbells = new Doorbells(
      data.dir,
      index,
      this.shared.tokenOf(index),
      this.shared,
      () => this.worker.inlets,
      () => this.loop.ring(),
    );
    const party = this.makeParty();
    this.worker = this.makeWorker(party);
    const crowd = new Crowd(this.memory.main, this.worker.inlets, data.workers);
    this.loop = new WorkerLoop(this.worker, data.busyWaitUs / 1000, crowd);
    pollers.serve(this.loop.wake);
    this.chi = new WorkerChi(party, this.memory, chunkSource(this.chunks, SegmentId.kRuntimeData, index));
    this.containers = new Containers(index, this.pools, this.chi, this.control, this.logger);
    this.reporter = new Reporter(
      index,
      this.worker.flow,
      this.pools,
      () => [party.arena.bytesInUse, 0, this.spills.bytesInUse + this.chi.bufferBytes],
      () => this.loadMeter.read(),
    );
    for (const pool of data.pools) this.pools.put(pool);
    this.locks = new LockChannel(data.dir, index, data.lockTable, data.threads);
  }

  async start(): Promise<void> {
    await this.doorbells.listen();
    setInterval(() => this.lookAround(), LOOK_AROUND_MS).unref();
    this.control.send({ t: 'ready' });
    this.loop.wake();
  }

  private lookAround(): void {
    if (this.estates.length > 0) this.letGo();
    this.worker.inlets.lookAround();
    this.loadMeter.mark();
    this.loop.wake();
  }

  /** Tasks that a dead thread has sent run to their end, and handles on its outputs are read; then nobody needs its memory. */
  private letGo(): void {
    this.estates = this.estates.filter(({ worker, epoch, isUsed }) => {
      if (isUsed() || !this.worker.inlets.isQuiet(worker)) return true;
      this.control.send({ t: 'let-go', worker, epoch });
      return false;
    });
  }

  private makeParty(): Party {
    const { index, workers, queueDepth } = this.data;
    const { main } = this.memory;
    const others = Array.from({ length: workers }, (_, worker) =>
      worker === index ? 0 : this.shared.ringsOf(index, worker),
    );
    const host = (this.host = new WorkerHost(
      (worker) => this.doorbells.ringWorker(worker),
      (kind, base, slot, generation) => this.worker.deliverLocally(kind, base, slot, generation),
      () => this.loop.wake(),
      (byteLength) => this.chi.allocateBuffer(byteLength),
    ));
    return new Party({
      id: index,
      token: this.shared.tokenOf(index),
      memory: this.memory,
      arena: new Arena(chunkSource(this.chunks, SegmentId.kMain, index)),
      routes: this.pools,
      outboxes: others.map((rings, worker) =>
        rings === 0
          ? undefined
          : new Outbox(main, index, worker, new RingProducer(main, rings, queueDepth), () =>
              host.ringBell(worker),
            ),
      ),
      inboxes: others.map((rings) =>
        rings === 0 ? undefined : new RingConsumer(main, rings + ringBytes(queueDepth), queueDepth),
      ),
      host,
    });
  }

  private makeWorker(party: Party): Worker {
    const { index, workers, queueDepth, strictMonitors, watchdogMs } = this.data;
    return new Worker({
      index,
      workers,
      queueDepth,
      strictMonitors,
      watchdogMs,
      memory: this.memory,
      chunks: this.chunks,
      shared: this.shared,
      pools: this.pools,
      spills: this.spills,
      logger: this.logger,
      party,
      loopback: new Loopback(party, () => this.host.takeReceivedBuffers()),
      ringWorker: (worker) => this.doorbells.ringWorker(worker),
      reportBroken: (source, why) => {
        this.logger.warn(`party ${source.party} is broken: ${why}`);
        this.control.send({
          t: 'broken-party',
          party: source.party,
          token: this.shared.tokenOf(source.party),
          why,
        });
      },
      wake: () => {
        this.loop.wake();
        this.reportDrained();
      },
    });
  }

  private receive(message: Exclude<ToWorker, { t: 'result' }>): void {
    switch (message.t) {
      case 'pool':
        this.pools.put(message.pool);
        break;
      case 'pool-gone':
        this.pools.remove(message.poolId);
        break;
      case 'worker-died':
        this.locks.workerDied(message.worker, message.epoch);
        this.worker.party.workerDied(message.worker, message.message);
        this.estates.push({ ...message, isUsed: this.worker.party.outputsAt(message.worker) });
        this.loop.wake();
        break;
      case 'worker-started':
        this.locks.workerStarted(message.worker, message.epoch);
        break;
      case 'create-container':
        void this.answer(message.request, this.createContainer(message));
        break;
      case 'destroy-containers':
        void this.answer(message.request, this.containers.destroy(message.poolId));
        break;
      case 'close-party':
        this.closeParty(message.party, message.token);
        break;
      case 'count':
        this.control.send({ t: 'counts', request: message.request, ...this.worker.flow.counts() });
        break;
      case 'report':
        this.control.send({
          t: 'report',
          request: message.request,
          report: this.reporter.report(performance.now()),
        });
        break;
      case 'stop':
        void this.stop(message.graceMs);
        break;
    }
  }

  private async createContainer(request: Extract<ToWorker, { t: 'create-container' }>): Promise<void> {
    await this.loadAdminClient();
    const libExec = await this.containers.create(request);
    const methods = libExec.taskTypes.map(({ method, name }) => [method, name] as const);
    this.control.send({ t: 'module', module: libExec.key, methods });
  }

  /** Containers may call the admin pool: its client is there before the first of them is. */
  private async loadAdminClient(): Promise<void> {
    if (this.chi.hasAdmin) return;
    const AdminClient = await importAdmin();
    this.chi.setAdmin(new AdminClient(this.chi));
  }

  private async answer(request: number, work: Promise<void>): Promise<void> {
    try {
      await work;
      this.control.send({ t: 'done', request });
    } catch (error) {
      this.control.send({ t: 'done', request, error: toWire(error) });
    }
  }

  private closeParty(party: number, token: number): void {
    const reason = new ChimaeraError('CANCELLED', 'the client that sent the task has gone');
    // A thread that replaces a dead one may be told twice, and the number may be somebody else's by then.
    const isStill = this.shared.tokenOf(party) === token;
    const inlet = isStill ? this.worker.closeParty(party, reason) : undefined;
    if (inlet === undefined) {
      this.control.send({ t: 'drained', party, token });
      return;
    }
    this.draining.add(inlet);
    this.loop.wake();
    this.reportDrained();
  }

  /** The memory of a party may be used again when no task of it runs any more. */
  private reportDrained(): void {
    for (const inlet of this.draining) {
      if (inlet.active > 0) continue;
      this.draining.delete(inlet);
      this.spills.releaseAll(inlet.party);
      this.worker.inlets.forget(inlet);
      this.control.send({ t: 'drained', party: inlet.party, token: inlet.token });
    }
  }

  private async stop(graceMs: number): Promise<void> {
    const reason = new ChimaeraError(
      'RUNTIME_STOPPED',
      'the runtime is stopping; start it again and send the task anew',
    );
    this.worker.refuseNewTasks(reason);
    const deadlineMs = performance.now() + graceMs;
    while (this.worker.flow.workRemaining > 0 && performance.now() < deadlineMs) await delay(STOP_POLL_MS);
    this.worker.abortAll(reason);
    while (this.worker.flow.workRemaining > 0 && performance.now() < deadlineMs + STOP_POLL_MS * 4)
      await delay(STOP_POLL_MS);
    await this.containers.destroyAll().catch((error: unknown) => this.logger.warn(String(error)));
    this.doorbells.close();
    this.control.send({ t: 'stopped' });
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
