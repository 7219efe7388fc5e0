import { join } from 'node:path';
import { CONTROL_SOCKET } from '../client/control-protocol.js';
import { DEFAULT_GRACE_MS } from '../config/grace.js';
import { createRuntimeDirectory } from '../config/runtime-dir.js';
import type { ChimaeraError } from '../errors.js';
import { createLogger, type Logger } from '../log.js';
import type { RuntimeControl } from '../module/runtime-control.js';
import { selfIdentity } from '../os/process-identity.js';
import { checkSocketPath } from '../os/socket-path.js';
import { onTicks } from '../os/ticks.js';
import type { WorkerStart } from '../worker/messages.js';
import type { ControlPlaneOptions } from './control-plane-options.js';
import { coreVersion } from './core-version.js';
import { releasePossession, takePossession } from './directory/runtime-files.js';
import { startError } from './directory/start-error.js';
import { type RuntimeState, writeState } from './directory/state-file.js';
import { markNamespace, sweepDeadSegments } from './directory/sweep.js';
import { RuntimeMemory } from './memory/runtime-memory.js';
import { markGone, segmentSizes } from './memory/segments.js';
import { Observers } from './monitor/observers.js';
import { findInstalledModule, type FindModule, moduleSearch } from './pools/installed-modules.js';
import { ADMIN_POOL } from './pools/pool-requests.js';
import { Pools, routeOf } from './pools/pools.js';
import { serveCall } from './runtime-calls.js';
import { Reaper } from './sessions/reaper.js';
import { Sessions } from './sessions/sessions.js';
import { Flush } from './workers/flush.js';
import { Workers } from './workers/workers.js';

/** Interval between checks whether somebody has overwritten what only this process should write. */
const MEND_MS = 1000;

/**
 * A runtime except for the execution of tasks (design D2): owns its directory, segments, sessions, pools and workers.
 */
export class ControlPlane {
  /** Resolves when it has stopped, for whatever reason, and nothing of it is left. */
  readonly stopped: Promise<void>;
  readonly logger: Logger;
  private readonly findModule: FindModule;
  private readonly control: RuntimeControl;
  /** Set while it starts. */
  private memory!: RuntimeMemory;
  private readonly pools: Pools;
  private readonly reaper: Reaper;
  private readonly workers: Workers;
  private readonly flush: Flush;
  private readonly observers: Observers;
  private sessions: Sessions | undefined;
  /** Directory of the segments, for as long as it belongs to this runtime. */
  private segments: string | undefined;
  private readyAtMs = 0;
  private stopMending: () => void = () => undefined;
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
      release: (party) => this.memory.parties.release(party),
    });
    this.observers = new Observers({
      config,
      logger: this.logger,
      reports: (timeoutMs) => this.workers.reports(timeoutMs),
      memory: () => this.memory,
      pools: () => this.pools.records(),
      clients: () => this.sessions?.clients ?? [],
      uptimeMs: () => this.uptimeMs(),
    });
    this.flush = new Flush(() => this.workers.counts());
    this.control = {
      createPool: (request) => this.pools.create(request),
      destroyPool: (poolId, asking) => this.pools.destroy(poolId, asking),
      flush: (callers) => this.flush.run(callers),
      monitor: (query) => this.observers.monitor.report(query),
      stop: ({ graceMs }) => void this.stop(graceMs),
    };
  }

  /** Resolves when clients can connect. A start that fails leaves nothing behind. */
  start(): Promise<RuntimeState> {
    return (this.starting ??= this.bringUp());
  }

  /** Lets running tasks end within `graceMs`; then removes everything. The first call decides. */
  stop(graceMs = DEFAULT_GRACE_MS): Promise<void> {
    return (this.stopping ??= this.takeDown(graceMs));
  }

  /** Where the segments lie in this process, for clients in it. */
  get mappings(): WorkerStart['mappings'] {
    return this.memory.mappings;
  }

  /** For a process that is about to end at once: removes what would outlive it. */
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
      this.memory = await RuntimeMemory.layOut(segments, this.options.config);
      const started = this.workers.start();
      const adminPool = this.pools.create(ADMIN_POOL); // its container is made as soon as there is a worker
      adminPool.catch(() => undefined); // awaited below, unless there are no workers
      await started;
      this.observers.watchdog.start();
      this.stopMending = onTicks(
        () => MEND_MS,
        () => this.memory.mend(),
      );
      await adminPool;
      await this.memory.reserved;
      this.sessions = this.makeSessions(segments);
      await this.sessions.listen(socket);
      const state = this.makeState(segments);
      writeState(state);
      this.logger.info(
        `ready: process ${state.pid}, ${state.workers} worker${state.workers === 1 ? '' : 's'}`,
      );
      return state;
    } catch (error) {
      // Only if the log is this runtime's; the caller of an embedded runtime gets the error anyway.
      const isLogOurs = this.segments !== undefined && this.options.embedded !== true;
      if (isLogOurs) this.logger.error('the start failed', error);
      await this.cleanUp();
      throw startError(error, dir);
    }
  }

  private async takeDown(graceMs: number): Promise<void> {
    await this.starting?.catch(() => undefined);
    if (this.segments !== undefined) {
      this.logger.info(`stopping; running tasks have ${graceMs} ms`);
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
    this.stopMending();
    if (this.memory !== undefined) markGone(this.memory.mapped);
    // Memory that is still being reserved would stay allocated, in a mapped file that has been removed.
    await this.memory?.reserved.catch(() => undefined);
    await this.sessions?.close();
    await this.workers.terminate();
    try {
      this.abandon();
    } catch (error) {
      this.logger.error('not everything could be removed', error);
    }
  }

  private makeWorkers(): Workers {
    const { config, workerEntry, threads } = this.options;
    return new Workers(
      threads ?? Workers.boot(config.runtime.workers, { entry: workerEntry }),
      {
        startOf: (worker) => this.workerStart(worker),
        onCall: (op, args, reply) => serveCall(this.control, op, args, reply),
        onDrained: (worker, party, token) => this.reaper.drained(worker, party, token),
        onBroken: (party, token, why) => this.sessions?.expel(party, token, why),
        onModule: (module, methods) => this.observers.names.learn(module, methods),
        doing: (worker) => this.observers.doing(worker),
        onLetGo: (user, worker, epoch) => this.memory.lost.workerLetGo(user, worker, epoch),
        onDied: (worker, epoch, message, trace) => this.workerDied(worker, epoch, message, trace),
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
      publish: (pools) => this.memory.directory.write(Array.from(pools, routeOf)),
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
      reaper: this.reaper,
      logger: this.logger,
      composer: this.options.composer,
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
      moduleSearch: moduleSearch(),
    };
  }

  private workerStart(index: number): Omit<WorkerStart, 'threads' | 'remains'> {
    const { config, dir, logFile } = this.options;
    const { workers, queueDepth, busyWaitUs, strictMonitors, watchdogMs, poolTimeoutMs } = config.runtime;
    return {
      index,
      workers,
      dir,
      ...this.memory.forWorkers(),
      queueDepth,
      busyWaitUs,
      strictMonitors,
      watchdogMs,
      poolTimeoutMs,
      log: { level: config.logging.level, file: logFile },
      pools: this.pools.records(),
    };
  }

  private workerDied(worker: number, epoch: number, message: string, trace: string): void {
    this.logger.error(message + trace);
    const clients = this.sessions?.clients.map(({ token }) => token) ?? [];
    this.memory.workerDied(worker, epoch, clients);
    this.reaper.workerDied(worker);
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
