import { join } from 'node:path';
import { CONTROL_SOCKET } from '../client/control-protocol.js';
import { DEFAULT_RESERVE_PERCENT, type RuntimeConfig } from '../config/runtime-config.js';
import { createRuntimeDirectory } from '../config/runtime-dir.js';
import { type ChimaeraError } from '../errors.js';
import { createLogger, type Logger } from '../log.js';
import { ChunkTable } from '../memory/chunk-table.js';
import { Reserve } from '../memory/reserve.js';
import type { Memory } from '../memory/segment.js';
import type { RuntimeControl } from '../module/runtime-control.js';
import { selfIdentity } from '../os/process-identity.js';
import { checkSocketPath } from '../os/socket-path.js';
import { writePoolDirectory } from '../route/pool-directory.js';
import { LockTable } from '../sync/lock-table.js';
import type { WorkerStart } from '../worker/messages.js';
import { SharedState } from '../worker/shared-state.js';
import { coreVersion } from './core-version.js';
import { Flush } from './flush.js';
import { findInstalledModule, type FindModule } from './installed-modules.js';
import { Observers } from './observers.js';
import { LostChunks } from './lost-chunks.js';
import { Parties } from './parties.js';
import { ADMIN_POOL } from './pool-requests.js';
import { Pools, routeOf } from './pools.js';
import { Reaper } from './reaper.js';
import { serveCall } from './runtime-calls.js';
import { releasePossession, takePossession } from './runtime-files.js';
import { createSegments, markGone, noteLostEntries, noteReplacedWorker, segmentSizes } from './segments.js';
import { Sessions } from './sessions.js';
import { type RuntimeState, writeState } from './state-file.js';
import { markNamespace, sweepDeadSegments } from './sweep.js';
import type { WorkerThread } from './worker-thread.js';
import { Workers } from './workers.js';

/** How long running tasks may go on when nobody says otherwise. */
export const DEFAULT_GRACE_MS = 5000;

export interface ControlPlaneOptions {
  readonly config: RuntimeConfig;
  /** Absolute. */
  readonly dir: string;
  /** Where the configuration came from, for people. */
  readonly source: string;
  /** Absolute; stderr if absent. */
  readonly logFile: string | undefined;
  /** It shares its process with a client; nobody else may end that process. */
  readonly embedded?: boolean;
  readonly findModule?: FindModule;
  /** The code of a worker thread; another one in tests. */
  readonly workerEntry?: URL;
  /** As many as the configuration says, if whoever starts the process had them booted at once. */
  readonly threads?: WorkerThread[];
}

/** A runtime but for the execution of tasks (design D2): owns its directory, segments, sessions, pools and workers. */
export class ControlPlane {
  /** Fulfilled when it has stopped, for whatever reason, and everything of it is gone. */
  readonly stopped: Promise<void>;
  readonly logger: Logger;
  private readonly findModule: FindModule;
  private readonly control: RuntimeControl;
  private readonly lockTable = LockTable.allocate();
  private memory!: Memory;
  private chunks!: ChunkTable;
  private shared!: SharedState;
  private parties!: Parties;
  private lost!: LostChunks;
  private readonly pools: Pools;
  private readonly reaper: Reaper;
  private readonly workers: Workers;
  private readonly flush: Flush;
  private readonly observers: Observers;
  private sessions: Sessions | undefined;
  /** Directory of the segments, from when it is this runtime's until it is gone. */
  private segments: string | undefined;
  private readyAtMs = 0;
  private starting: Promise<RuntimeState> | undefined;
  private stopping: Promise<void> | undefined;
  private resolveStopped!: () => void;

  constructor(private readonly options: ControlPlaneOptions) {
    const { config, logFile } = options;
    this.stopped = new Promise((resolve) => (this.resolveStopped = resolve));
    this.logger = createLogger({ level: config.logging.level, file: logFile, component: 'control' });
    this.findModule = options.findModule ?? findInstalledModule;
    this.workers = this.makeWorkers();
    this.pools = this.makePools();
    this.reaper = new Reaper({
      workers: config.runtime.workers,
      closeParty: (party, token) => this.workers.broadcast({ t: 'close-party', party, token }),
      closePartyAt: (worker, party, token) => this.workers.post(worker, { t: 'close-party', party, token }),
      release: (party) => this.parties.release(party),
    });
    this.observers = new Observers({
      config,
      logger: this.logger,
      reports: (timeoutMs) => this.workers.reports(timeoutMs),
      shared: () => this.shared,
      memory: () => this.memory,
      chunks: () => this.chunks,
      pools: () => this.pools.records(),
      clients: () => this.sessions?.list() ?? [],
      uptimeMs: () => this.uptimeMs(),
    });
    this.flush = new Flush(() => this.workers.counts());
    this.control = {
      createPool: (request) => this.pools.create(request),
      destroyPool: (poolId) => this.pools.destroy(poolId),
      flush: () => this.flush.run(),
      monitor: (query) => this.observers.monitor.report(query),
      stop: ({ graceMs }) => void this.stop(graceMs),
    };
  }

  /** Fulfilled when clients can connect. A start that fails leaves nothing behind. */
  start(): Promise<RuntimeState> {
    return (this.starting ??= this.bringUp());
  }

  /** Lets running tasks end, up to `graceMs`; then everything goes. The first call decides. */
  stop(graceMs: number): Promise<void> {
    return (this.stopping ??= this.takeDown(graceMs));
  }

  /** Where the segments lie in this process, for clients in it. */
  get mappings(): WorkerStart['mappings'] {
    return this.memory.segments.map(({ mapping: { path, address, byteLength } }) => ({
      path,
      address,
      byteLength,
    }));
  }

  /** For a process that is about to end at once: clears away what would outlive it. */
  abandon(): void {
    const { segments } = this;
    this.segments = undefined;
    if (segments !== undefined) releasePossession(this.options.dir, segments);
  }

  private async bringUp(): Promise<RuntimeState> {
    const { dir, source } = this.options;
    try {
      createRuntimeDirectory(dir);
      const socket = checkSocketPath(join(dir, CONTROL_SOCKET));
      const segments = (this.segments = takePossession(dir));
      this.logger.info(`starting in ${dir}, configured by ${source}`);
      markNamespace(segments);
      for (const dead of sweepDeadSegments(segments))
        this.logger.info(`removed ${dead}, left by a runtime that died`);
      await this.layOut(segments);
      await this.workers.start();
      this.observers.watchdog.start();
      await this.pools.create(ADMIN_POOL);
      this.sessions = this.makeSessions(segments);
      await this.sessions.listen(socket);
      const state = this.makeState(segments);
      writeState(state);
      this.logger.info(`ready: process ${state.pid}, ${state.workers} workers`);
      return state;
    } catch (error) {
      // In a log that is this runtime's; an embedded one's caller has the error anyway.
      const isLogOurs = this.segments !== undefined && this.options.embedded !== true;
      if (isLogOurs) this.logger.error('the start failed', error);
      await this.cleanUp();
      throw error;
    }
  }

  /** Creates what is shared, and looks for the admin module while the pages are being reserved. */
  private async layOut(segments: string): Promise<void> {
    const { config } = this.options;
    const { workers, queueDepth } = config.runtime;
    const sizes = segmentSizes(config);
    const admin = this.findModule(ADMIN_POOL.module);
    admin.catch(() => undefined); // creating its pool asks again and reports it
    this.memory = await createSegments(segments, sizes);
    this.chunks = ChunkTable.allocate(sizes, workers);
    this.shared = SharedState.allocate();
    this.parties = new Parties(this.memory, this.chunks, this.shared, workers, queueDepth);
    this.parties.attachWorkers();
    this.lost = new LostChunks(this.chunks, workers, (worker, segment, chunk) =>
      this.parties.hasRingsIn(worker, segment, chunk, 1),
    );
    await admin.catch(() => undefined);
  }

  private async takeDown(graceMs: number): Promise<void> {
    await this.starting?.catch(() => undefined);
    if (this.segments !== undefined) {
      this.logger.info(`stopping; tasks that run have ${graceMs} ms`);
      this.sessions?.announceStop(graceMs);
      await this.workers.stop(graceMs);
      await this.cleanUp();
      this.logger.info('stopped');
    }
    this.resolveStopped();
  }

  private async cleanUp(): Promise<void> {
    this.reaper.stop();
    this.observers.watchdog.stop();
    if (this.memory !== undefined) markGone(this.memory);
    await this.sessions?.close();
    await this.workers.terminate();
    try {
      this.abandon();
    } catch (error) {
      this.logger.error('not everything could be cleared away', error);
    }
  }

  private makeWorkers(): Workers {
    const { config, workerEntry, threads } = this.options;
    return new Workers(
      threads ?? Workers.boot(config.runtime.workers, workerEntry),
      {
        startOf: (worker) => this.workerStart(worker),
        onCall: (op, args, reply) => serveCall(this.control, op, args, reply),
        onDrained: (worker, party, token) => this.reaper.drained(worker, party, token),
        onBroken: (party, token, why) => this.sessions?.expel(party, token, why),
        onModule: (module, methods) => this.observers.names.learn(module, methods),
        onLetGo: (user, worker, epoch) => this.lost.workerLetGo(user, worker, epoch),
        onDied: (worker, epoch, message) => this.workerDied(worker, epoch, message),
        onReplaced: (worker) => this.workerReplaced(worker),
        onHopeless: (error) => this.giveUp(error),
      },
      workerEntry,
    );
  }

  private makePools(): Pools {
    return new Pools({
      workers: this.options.config.runtime.workers,
      logger: this.logger,
      findModule: this.findModule,
      request: (worker, message) => this.workers.request(worker, message),
      broadcast: (message) => this.workers.broadcast(message),
      barrier: () => this.workers.barrier(),
      publish: (pools) => writePoolDirectory(this.memory.main, Array.from(pools, routeOf)),
    });
  }

  private uptimeMs(): number {
    return Math.round(performance.now() - this.readyAtMs);
  }

  private makeSessions(directory: string): Sessions {
    const { config } = this.options;
    const { workers, queueDepth, busyWaitUs } = config.runtime;
    const { pid, startTime } = selfIdentity();
    return new Sessions({
      memory: this.memory,
      chunks: this.chunks,
      reserve: new Reserve(this.chunks, this.reservePercent),
      parties: this.parties,
      reaper: this.reaper,
      lost: this.lost,
      logger: this.logger,
      welcome: {
        directory,
        segmentBytes: segmentSizes(config),
        workers,
        queueDepth,
        busyWaitUs,
        pid,
        startTime,
        version: coreVersion(),
      },
      stop: (graceMs) => void this.stop(graceMs),
      monitor: (query) => this.observers.monitor.report(query),
      status: () => ({
        t: 'status',
        pid,
        workers,
        uptimeMs: this.uptimeMs(),
        pools: this.pools.statuses(),
      }),
    });
  }

  private makeState(segments: string): RuntimeState {
    const { config, dir, source, logFile } = this.options;
    this.readyAtMs = performance.now();
    return {
      ...selfIdentity(),
      version: coreVersion(),
      dir,
      segments,
      workers: config.runtime.workers,
      configSource: source,
      logFile: logFile ?? '',
      embedded: this.options.embedded === true,
      readyAtMs: Date.now(),
    };
  }

  private workerStart(index: number): Omit<WorkerStart, 'threads'> {
    const { config, dir, logFile } = this.options;
    const { workers, queueDepth, busyWaitUs, strictMonitors, watchdogMs } = config.runtime;
    return {
      index,
      workers,
      dir,
      mappings: this.mappings,
      chunkTable: this.chunks.buffer,
      sharedState: this.shared.buffer,
      lockTable: this.lockTable,
      queueDepth,
      busyWaitUs,
      strictMonitors,
      watchdogMs,
      reservePercent: this.reservePercent,
      log: { level: config.logging.level, file: logFile },
      pools: this.pools.records(),
    };
  }

  private get reservePercent(): number {
    return this.options.config.memory.reservePercent ?? DEFAULT_RESERVE_PERCENT;
  }

  private workerDied(worker: number, epoch: number, message: string): void {
    this.logger.error(message);
    this.parties.forEachRing(worker, (rings, taken) => noteLostEntries(this.memory, rings, taken));
    noteReplacedWorker(this.memory, worker);
    this.shared.pulseOf(worker).reset();
    this.chunks.unpinAll(worker);
    this.reaper.workerDied(worker);
    this.lost.workerDied(worker, epoch, this.sessions?.tokens ?? []);
    this.sessions?.workerDied(worker, epoch, message);
  }

  private workerReplaced(worker: number): void {
    this.logger.info(`worker ${worker} has a new thread`);
    this.reaper.workerReplaced(worker);
    void this.pools.restore(worker);
  }

  private giveUp(error: ChimaeraError): void {
    this.logger.error('the runtime stops', error);
    void this.stop(0);
  }
}
