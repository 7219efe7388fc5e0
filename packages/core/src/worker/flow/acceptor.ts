import { ChimaeraError } from '../../errors.js';
import { CACHE_LINE_BYTES } from '../../layout/alignment.js';
import {
  TASK_BLOCK_BYTES_WORD,
  TASK_CONTAINER_WORD,
  TASK_FLAGS_WORD,
  TASK_GENERATION_WORD,
  TASK_HEADER_BYTES,
  TASK_HEAP_START_WORD,
  TASK_LAYOUT_HASH_WORD,
  TASK_METHOD_WORD,
  TASK_NODE_MAJOR_WORD,
  TASK_NODE_MINOR_WORD,
  TASK_NODE_ORIGIN_WORD,
  TASK_POOL_MAJOR_WORD,
  TASK_POOL_MINOR_WORD,
  TASK_QUERY_A_WORD,
  TASK_QUERY_B_WORD,
  TASK_QUERY_KIND_WORD,
  TaskFlag,
  UNRESOLVED_CONTAINER,
} from '../../layout/task-layout.js';
import type { ChunkTable } from '../../memory/chunk-table.js';
import type { Segment } from '../../memory/segment.js';
import type { LocalContainer } from '../../module/local-container.js';
import type { RunContext } from '../../module/run-context.js';
import { resolveContainer } from '../../route/resolve.js';
import { Access } from '../../task/task.js';
import { OF_PERIODIC } from '../../task/task-node.js';
import type { TaskType } from '../../task/task-type.js';
import type { Pool, PoolTable } from '../state/pool-table.js';
import type { WorkerOwner } from '../state/worker-owner.js';
import type { ContextPool } from './context-pool.js';

/** The shortest time between two runs of a periodic task: timers resolve no less. */
const LEAST_PERIOD_MS = 1;

/** Methods with smaller numbers are inherited (guide "Method ID Assignment Rules"). */
const FIRST_CUSTOM_METHOD = 10;

/** Where a task has to go instead. If it names this very worker, the task waits here. */
export interface Elsewhere {
  container: number;
  worker: number;
}

/**
 * The second stage: turns a record of a ring into a task that may run. Everything here was written by somebody who may
 * be faulty, so each number is loaded once, checked, and only then used.
 */
export class Acceptor {
  /** Set when `accept` returns `null`. */
  readonly elsewhere: Elsewhere = { container: 0, worker: 0 };
  /** Where `accept` found the container. */
  local!: LocalContainer;
  /** Size of the block that was last found sound. */
  blockBytes = 0;

  constructor(
    private readonly main: Segment,
    private readonly chunks: ChunkTable,
    private readonly pools: PoolTable,
    private readonly contexts: ContextPool,
    private readonly owner: WorkerOwner,
  ) {}

  /** Whether `party` may have sent the block: it must own all the memory that the block claims to have. */
  isSound(party: number, base: number): boolean {
    if (base % CACHE_LINE_BYTES !== 0 || base + TASK_HEADER_BYTES > this.main.byteLength) return false;
    const blockBytes = this.main.u32[(base >>> 2) + TASK_BLOCK_BYTES_WORD]!;
    // Loaded once: what was checked is what is used.
    this.blockBytes = blockBytes;
    if (blockBytes < TASK_HEADER_BYTES || base + blockBytes > this.main.byteLength) return false;
    return this.chunks.isOwnedBy(0, base, blockBytes, party);
  }

  /** Whether the record is about the task that is in the block now, and not about one that its sender has given up. */
  isCurrent(base: number, generation: number): boolean {
    return this.main.u32[(base >>> 2) + TASK_GENERATION_WORD] === generation;
  }

  /**
   * A context for the task, with an accessor for its method. Null if its container lives on another worker, or has yet
   * to be created on this one.
   * @throws ChimaeraError with the code that the task is to end with
   */
  accept(party: number, base: number, slot: number, generation: number): RunContext | null {
    const words = this.main.u32;
    const word = base >>> 2;
    const major = words[word + TASK_POOL_MAJOR_WORD]!;
    const minor = words[word + TASK_POOL_MINOR_WORD]!;
    const pool = this.pools.find(major, minor);
    if (pool === undefined) throw poolNotFound(major, minor);
    const local = this.localContainer(pool, word);
    if (local === undefined) return null;
    this.local = local;
    const method = words[word + TASK_METHOD_WORD]!;
    const type = local.types[method];
    if (type === undefined) throw methodNotFound(pool, local, method);
    if (words[word + TASK_LAYOUT_HASH_WORD] !== type.layoutHash)
      throw layoutMismatch(local, type, words[word + TASK_LAYOUT_HASH_WORD]!);
    const { blockBytes } = this;
    const heapStart = words[word + TASK_HEAP_START_WORD]!;
    if (heapStart < type.fixedBytes || heapStart > blockBytes || heapStart % 8 !== 0) {
      throw new ChimaeraError(
        'BAD_TASK',
        `${type.module}.${type.name}: a heap at ${heapStart} of a block of ${blockBytes} bytes is impossible`,
      );
    }
    const rctx = this.contexts.take(type);
    rctx.container = local.container;
    rctx.$party = party;
    rctx.$slot = slot;
    rctx.$generation = generation;
    rctx.$base = base;
    rctx.$method = method;
    rctx.$flags = words[word + TASK_FLAGS_WORD]!;
    rctx.nodeOrigin = words[word + TASK_NODE_ORIGIN_WORD]!;
    rctx.nodeMajor = words[word + TASK_NODE_MAJOR_WORD]!;
    rctx.nodeMinor = words[word + TASK_NODE_MINOR_WORD]!;
    if ((rctx.$flags & TaskFlag.kPeriodic) !== 0) {
      rctx.$periodMs = Math.max(words[word + TASK_QUERY_B_WORD]!, LEAST_PERIOD_MS);
      rctx.nodeMinor = (rctx.nodeMinor | OF_PERIODIC) >>> 0;
    }
    rctx.$memory.attach(
      this.owner,
      party,
      slot,
      generation,
      base,
      type.fixedBytes,
      heapStart,
      blockBytes,
      Access.kAll,
    );
    return rctx;
  }

  /** For a block that was just found sound. */
  flagsOf(base: number): number {
    return this.main.u32[(base >>> 2) + TASK_FLAGS_WORD]!;
  }

  private localContainer(pool: Pool, word: number): LocalContainer | undefined {
    const words = this.main.u32;
    const resolved = words[word + TASK_CONTAINER_WORD]!;
    const count = pool.workers.length;
    const container =
      resolved < count
        ? resolved
        : resolveContainer(
            pool,
            words[word + TASK_QUERY_KIND_WORD]!,
            words[word + TASK_QUERY_A_WORD]!,
            resolved !== UNRESOLVED_CONTAINER,
          );
    const local = pool.local[container];
    if (local !== undefined) return local;
    this.elsewhere.container = container;
    this.elsewhere.worker = pool.workers[container]!;
    const failure = pool.failures[container];
    if (failure !== undefined) throw containerLost(pool, container, failure);
    return undefined;
  }
}

function poolNotFound(major: number, minor: number): ChimaeraError {
  return new ChimaeraError(
    'POOL_NOT_FOUND',
    `there is no pool ${major}.${minor}; create it first, or check the id`,
  );
}

function containerLost(pool: Pool, container: number, why: ChimaeraError): ChimaeraError {
  return new ChimaeraError(
    'CONTAINER_NOT_FOUND',
    `container ${container} of pool ${pool.record.name} was lost with its worker and could not be created again: ${why.message}; ` +
      'fix that, destroy the pool and create it again',
    { cause: why },
  );
}

function methodNotFound(pool: Pool, local: LocalContainer, method: number): ChimaeraError {
  if (method < FIRST_CUSTOM_METHOD) {
    return new ChimaeraError(
      'METHOD_DISABLED',
      `method ${method} of pool ${pool.record.name} (${pool.record.module}) is not for callers: inherited methods are called by ` +
        'the runtime, and only where chimaera_mod.yaml does not turn them off',
    );
  }
  const known = local.libExec.taskTypes.map(({ name, method: id }) => `${name}=${id}`).join(', ');
  return new ChimaeraError(
    'METHOD_NOT_FOUND',
    `pool ${pool.record.name} (${pool.record.module}) has no method ${method}; it has ${known}`,
  );
}

function layoutMismatch(local: LocalContainer, type: TaskType, received: number): ChimaeraError {
  const hex = (hash: number): string => `0x${hash.toString(16).padStart(8, '0')}`;
  return new ChimaeraError(
    'LAYOUT_MISMATCH',
    `${type.module}.${type.name}: the client sent layout ${hex(received)}, the runtime has ${hex(type.layoutHash)} ` +
      `(module version ${local.libExec.version}); build both from the same tasks.ts`,
  );
}
