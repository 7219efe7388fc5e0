import type { Chi } from '../chi/chi.js';
import { ChimaeraError, textOfThrown } from '../errors.js';
import type { Logger } from '../log.js';
import type { Container, Lifecycle } from '../module/container.js';
import { BaseCreateTask, DestroyTask } from '../module/create-task.js';
import type { LibExec } from '../module/lib-exec.js';
import type { LocalContainer } from '../module/local-container.js';
import { MethodStatistics } from '../module/method-statistics.js';
import { loadModule, type LoadedModule } from '../module/module-manager.js';
import { RunContext } from '../module/run-context.js';
import type { RuntimeControl, TaskGroup } from '../module/runtime-control.js';
import type { PoolRecord } from '../route/pool-record.js';
import { inTask, releaseHolds } from '../sync/task-context.js';
import { PoolId } from '../task/pool-id.js';
import { PoolQuery } from '../task/pool-query.js';
import { Reader } from '../task/reader.js';
import type { TaskType } from '../task/task-type.js';
import type { Eviction } from './flow/eviction.js';
import type { PoolTable } from './state/pool-table.js';
import { within } from './time-limit.js';

const ADMIN_MODULE = 'chimaera_admin';

export interface ContainerRequest {
  readonly pool: PoolRecord;
  readonly containerId: number;
  /** CreateParams, encoded. */
  readonly params: Uint8Array;
  readonly poolQuery: string;
}

/** A container that is being created. */
interface Creation {
  readonly poolId: string;
  /** Its pool has been destroyed meanwhile: the container is not wanted any more. */
  isUnwanted: boolean;
  /** The context of its `create`, while that runs. */
  rctx?: RunContext;
}

/** Creates and destroys the containers that live on this worker. */
export class Containers {
  private readonly creations = new Set<Creation>();
  /** By pool: see LocalContainer. */
  private readonly warned = new Map<string, Set<number>>();

  constructor(
    private readonly worker: number,
    private readonly pools: PoolTable,
    private readonly eviction: Eviction,
    private readonly chi: Chi,
    private readonly control: RuntimeControl,
    private readonly logger: Logger,
    /** How long loading a module and `create`, or `destroy`, may take; 0 for no limit. */
    private readonly timeoutMs: number,
  ) {}

  /**
   * Loads the module if need be, creates the container and runs its `create`. Only then does it get tasks. What exceeds
   * the time limit is abandoned: if that `create` ends after all, `destroy` releases what it has made.
   * @throws ChimaeraError CREATE_FAILED and what loading throws
   */
  async create(request: ContainerRequest): Promise<LibExec<Container>> {
    const { pool, containerId } = request;
    const creation: Creation = { poolId: pool.id, isUnwanted: false };
    this.creations.add(creation);
    try {
      const making = this.make(request, creation);
      const local = await within(making, this.timeoutMs, () => {
        making.then((late) => this.runDestroy(late)).catch((error: unknown) => this.warnOfLate(pool, error));
        return this.tooLate('CREATE_FAILED', 'create', containerId, pool.name, creation.rctx);
      });
      if (creation.isUnwanted) {
        await this.runDestroy(local);
        throw new ChimaeraError('POOL_NOT_FOUND', `the pool ${pool.name} was destroyed meanwhile`);
      }
      this.pools.putLocal(pool, containerId, local);
      return local.libExec;
    } catch (error) {
      const failure = createFailed(pool, containerId, error);
      if (!creation.isUnwanted) this.pools.noteFailure(pool.id, containerId, failure);
      throw failure;
    } finally {
      this.creations.delete(creation);
    }
  }

  /**
   * Runs `destroy` of this worker's containers of the pool, after they have stopped getting tasks and the last task has
   * ended.
   * @param asking the group whose tasks wait for this, and so are not waited for
   */
  async destroy(poolId: string, asking: TaskGroup | undefined): Promise<void> {
    const locals = this.takeOut(poolId);
    const containers = new Set(locals.map(({ container }) => container));
    const name = locals[0]?.container.poolName ?? '';
    const reason = new ChimaeraError(
      'POOL_NOT_FOUND',
      `the pool '${name}' (${poolId}) was destroyed; create it again and send the task again`,
    );
    await this.eviction.vacate(containers, reason, asking);
    const failed = (await this.runDestroys(locals)).find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }

  /** The runtime stops, and has already given all tasks their time. Failures are logged. */
  async destroyAll(): Promise<void> {
    const records = Array.from(this.pools.all(), ({ record }) => record).filter(
      ({ module }) => module !== ADMIN_MODULE,
    );
    const locals = records.flatMap(({ id }) => this.takeOut(id));
    for (const result of await this.runDestroys(locals))
      if (result.status === 'rejected') this.logger.warn(textOfThrown(result.reason));
  }

  /** Concurrently: one that fails, or never ends, does not keep another from releasing its resources. */
  private runDestroys(locals: readonly LocalContainer[]): Promise<PromiseSettledResult<void>[]> {
    return Promise.allSettled(locals.map((local) => this.runDestroy(local)));
  }

  /** From now on the containers of the pool get no tasks. */
  private takeOut(poolId: string): LocalContainer[] {
    for (const creation of this.creations) if (creation.poolId === poolId) creation.isUnwanted = true;
    this.warned.delete(poolId);
    const pool = this.pools.findById(poolId);
    if (pool === undefined) return [];
    const locals = pool.local.filter((local) => local !== undefined);
    this.pools.remove(poolId);
    return locals;
  }

  /** Nobody waits any more for what this is about. */
  private warnOfLate({ name, id }: PoolRecord, error: unknown): void {
    this.logger.warn(`pool '${name}' (${id}), whose create had taken too long: ${textOfThrown(error)}`);
  }

  /** Asks a method that has exceeded the limit to stop, and gives the reason. */
  private tooLate(
    code: 'CREATE_FAILED' | 'DESTROY_FAILED',
    method: string,
    containerId: number,
    poolName: string,
    rctx: RunContext | undefined,
  ): ChimaeraError {
    const reason = new ChimaeraError(
      code,
      `${method} of container ${containerId} of pool ${poolName} has not ended within ${this.timeoutMs / 1000} s; ` +
        'find out what it waits for, or raise runtime.pool_timeout_ms in the configuration',
    );
    rctx?.$abort(reason);
    return reason;
  }

  private async make(request: ContainerRequest, creation: Creation): Promise<LocalContainer> {
    const { pool, containerId } = request;
    const loaded = await loadModule(pool.location, pool.module);
    const { libExec } = loaded;
    const container = this.construct(loaded, pool, containerId);
    await this.runCreate(container, libExec, request, creation);
    const types = typesByMethod(libExec);
    const methods = types.map(() => new MethodStatistics());
    const warned = this.warned.get(pool.id) ?? new Set();
    this.warned.set(pool.id, warned);
    return { container, libExec, types, methods, warned };
  }

  private construct(loaded: LoadedModule, pool: PoolRecord, containerId: number): Container {
    const { libExec, registration } = loaded;
    const limit = registration.maxContainers;
    if (limit !== undefined && pool.workers.length > limit) {
      throw new ChimaeraError(
        'INVALID_ARGUMENT',
        `${pool.module} allows ${limit} container(s) a pool, not ${pool.workers.length}: its state must not be split`,
      );
    }
    const container = registration.allocChimod() as Container;
    const poolId = PoolId.parse(pool.id);
    container.init({
      poolId,
      poolName: pool.name,
      containerId,
      containerCount: pool.workers.length,
      workerId: this.worker,
      chi: this.chi,
      client: new libExec.Client(this.chi, poolId),
      logger: this.logger.child(pool.name),
      runtime: pool.module === ADMIN_MODULE ? this.control : undefined,
    });
    return container;
  }

  private async runCreate(
    container: Container,
    libExec: LibExec<Container>,
    request: ContainerRequest,
    creation: Creation,
  ): Promise<void> {
    const { pool, params, poolQuery } = request;
    let failure: ChimaeraError | undefined;
    try {
      const decoded = libExec.createParams.decode(Reader.of(params));
      const task = new BaseCreateTask(
        pool.module,
        pool.name,
        container.poolId,
        PoolQuery.parse(poolQuery),
        decoded,
      );
      await this.runInTask((creation.rctx = this.contextFor(container)), callCreate, task);
      if (task.returnCode !== 0)
        failure = new ChimaeraError(
          'CREATE_FAILED',
          task.errorMessage || `create returned ${task.returnCode}`,
          { returnCode: task.returnCode },
        );
    } catch (error) {
      failure = createFailed(pool, container.containerId, error);
    }
    if (failure !== undefined) throw failure;
    this.logger.debug(
      `created container ${container.containerId} of pool ${pool.name} (${pool.id}, ${pool.module})`,
    );
  }

  private async runDestroy({ container }: LocalContainer): Promise<void> {
    const { containerId, poolId, poolName } = container;
    const rctx = this.contextFor(container);
    const running = this.runInTask(rctx, callDestroy, new DestroyTask(poolId));
    let late: ChimaeraError | undefined;
    try {
      await within(running, this.timeoutMs, () => {
        return (late = this.tooLate('DESTROY_FAILED', 'destroy', containerId, poolName, rctx));
      });
    } catch (error) {
      if (error === late) throw error;
      const reason = textOfThrown(error);
      throw new ChimaeraError(
        'DESTROY_FAILED',
        `destroy of container ${containerId} of pool ${poolName} failed: ${reason}`,
        { cause: error },
      );
    }
  }

  /** To the locks that they take, `create` and `destroy` are tasks, each a group of its own. */
  private contextFor(container: Container): RunContext {
    const rctx = new RunContext(this.worker);
    const node = this.chi.createTaskNode();
    rctx.container = container;
    rctx.nodeOrigin = node.origin;
    rctx.nodeMajor = node.major;
    return rctx;
  }

  private async runInTask<T>(
    rctx: RunContext,
    method: (container: Container, task: T, rctx: RunContext) => void | Promise<void>,
    task: T,
  ): Promise<void> {
    try {
      await inTask(rctx, method, rctx.container, task);
    } finally {
      releaseHolds(rctx);
    }
  }
}

const callCreate = (
  container: Container,
  task: BaseCreateTask<unknown>,
  rctx: RunContext,
): void | Promise<void> => (container as Lifecycle).create?.(task as BaseCreateTask<never>, rctx);
const callDestroy = (container: Container, task: DestroyTask, rctx: RunContext): void | Promise<void> =>
  (container as Lifecycle).destroy?.(task, rctx);

function typesByMethod(libExec: LibExec<Container>): (TaskType | undefined)[] {
  const types: (TaskType | undefined)[] = [];
  for (const type of libExec.taskTypes) types[type.method] = type;
  return types;
}

/** Keeps what the module threw; only an error without a code of its own becomes CREATE_FAILED. */
function createFailed(pool: PoolRecord, containerId: number, error: unknown): ChimaeraError {
  if (error instanceof ChimaeraError) return error;
  const reason = textOfThrown(error);
  return new ChimaeraError(
    'CREATE_FAILED',
    `create of container ${containerId} of pool ${pool.name} failed: ${reason}`,
    { cause: error },
  );
}
