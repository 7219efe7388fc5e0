import type { MessagePort } from 'node:worker_threads';
import { importAdmin } from '../chi/import-admin.js';
import { ChimaeraError } from '../errors.js';
import { createLogger, type Logger } from '../log.js';
import { ChunkTable, chunkSource } from '../memory/chunk-table.js';
import { Reserve } from '../memory/reserve.js';
import { Memory, SegmentId } from '../memory/segment.js';
import { pollers } from '../module/pollers.js';
import { EventLoop } from '../os/event-loop.js';
import { adoptMapping } from '../os/mapped-file.js';
import { leaveRemainsIn } from '../os/thread-remains.js';
import type { Party } from '../submit/party.js';
import { Containers } from './containers.js';
import { ControlPort, toWire } from './control-port.js';
import { Departures } from './departures.js';
import { Loopback } from './flow/loopback.js';
import { Crowd } from './inlets/crowd.js';
import { Doorbells } from './inlets/doorbells.js';
import { Estates } from './inlets/estates.js';
import { LoadMeter } from './load-meter.js';
import { LockChannel } from './lock-channel.js';
import { WorkerLoop } from './loop.js';
import type { ToWorker, WorkerStart } from './messages.js';
import { PoolTable } from './state/pool-table.js';
import { SharedState } from './state/shared-state.js';
import { Spills } from './state/spills.js';
import { Worker } from './worker.js';
import { WorkerChi } from './worker-chi.js';
import { WorkerHost } from './worker-host.js';
import { makeWorkerParty } from './worker-party.js';
import { Reporter } from './worker-report.js';

/** Interval at which a stopping worker checks whether its tasks have ended. */
const STOP_POLL_MS = 5;
/** Nobody rings a worker that is awake according to shared memory. If that is wrong, it looks around this often. */
const LOOK_AROUND_MS = 1000;

/** A worker thread: assembles the worker, and does what the control plane says. */
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
  private readonly host: WorkerHost;
  private readonly chi: WorkerChi;
  private readonly containers: Containers;
  private readonly locks: LockChannel;
  private readonly loadMeter: LoadMeter;
  private readonly reporter: Reporter;
  private readonly departures: Departures;
  private readonly estates: Estates;

  constructor(
    private readonly data: WorkerStart,
    port: MessagePort,
  ) {
    const { index } = data;
    leaveRemainsIn(data.remains);
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
      data.segments,
      index,
      this.shared,
      () => this.worker.inlets,
      () => this.loop.ring(),
    );
    this.host = this.makeHost();
    const { memory, chunks, shared, host, pools } = this;
    const party = makeWorkerParty({ ...data, memory, chunks, shared, host, routes: pools });
    this.worker = this.makeWorker(party);
    this.departures = new Departures(this.worker, this.spills, this.shared, (gone, token) =>
      this.control.send({ t: 'drained', party: gone, token }),
    );
    this.estates = new Estates(this.worker.inlets, (worker, epoch) =>
      this.control.send({ t: 'let-go', worker, epoch }),
    );
    const crowd = new Crowd(this.memory.main, this.worker.inlets, index, data.workers);
    this.loop = new WorkerLoop(this.worker, data.busyWaitUs, crowd, EventLoop.ofThisThread(), () =>
      this.doorbells.quiet(),
    );
    this.loadMeter = new LoadMeter(() => this.loop.sleptMs);
    pollers.serve(this.loop.wake);
    this.chi = new WorkerChi(party, this.memory, chunkSource(this.chunks, SegmentId.kRuntimeData, index));
    this.containers = new Containers(
      index,
      this.pools,
      this.worker.flow.eviction,
      this.chi,
      this.control,
      this.logger,
      data.poolTimeoutMs,
    );
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
    this.estates.look();
    this.worker.inlets.lookAround();
    this.chi.$party.lookForLost();
    this.loadMeter.mark();
    this.loop.glance();
  }

  private makeHost(): WorkerHost {
    return new WorkerHost(
      (worker) => this.doorbells.ringWorker(worker),
      (kind, base, slot, generation) => this.worker.deliverLocally(kind, base, slot, generation),
      () => this.loop.wake(),
      (byteLength) => this.chi.allocateBuffer(byteLength),
    );
  }

  private makeWorker(party: Party): Worker {
    const { index, workers, queueDepth, strictMonitors, watchdogMs, threads } = this.data;
    return new Worker({
      index,
      epoch: threads.epochs[index]!,
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
        this.departures.look();
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
        this.estates.add(message.worker, message.epoch, this.worker.party.outputsAt(message.worker));
        this.loop.wake();
        break;
      case 'worker-started':
        this.locks.workerStarted(message.worker, message.epoch);
        break;
      case 'create-container':
        void this.answer(message.request, this.createContainer(message));
        break;
      case 'destroy-containers':
        void this.answer(message.request, this.containers.destroy(message.poolId, message.asking));
        break;
      case 'close-party':
        this.departures.begin(message.party, message.token);
        this.loop.wake();
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

  /** Containers may call the admin pool, so its client is loaded before the first of them is created. */
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

  private async stop(graceMs: number): Promise<void> {
    const reason = new ChimaeraError(
      'RUNTIME_STOPPED',
      'the runtime is stopping; start it again and send the task again',
    );
    this.worker.refuseNewTasks(reason);
    const deadlineMs = performance.now() + graceMs;
    while (this.worker.flow.workRemaining > 0 && performance.now() < deadlineMs) await delay(STOP_POLL_MS);
    this.worker.abortAll(reason);
    while (this.worker.flow.workRemaining > 0 && performance.now() < deadlineMs + STOP_POLL_MS * 4)
      await delay(STOP_POLL_MS);
    await this.containers.destroyAll();
    this.doorbells.close();
    this.control.send({ t: 'stopped' });
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
