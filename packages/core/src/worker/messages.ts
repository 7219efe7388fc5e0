/**
 * What the control plane and a worker thread tell each other over the worker's MessagePort. Only for what is slow:
 * tasks never pass through here.
 */
import type { LogLevel } from '../config/runtime-config.js';
import type { TaskGroup } from '../module/runtime-control.js';
import type { PoolRecord } from '../route/pool-record.js';
import type { WorkerEpochs } from './lock-channel.js';
import type { WorkerReport } from './worker-report.js';

/** `workerData` of a worker thread. */
export interface WorkerStart {
  readonly index: number;
  readonly workers: number;
  /** The runtime's directory: the worker listens on `w<index>.sock` there. */
  readonly dir: string;
  /** The directory of the segments: the worker's bell is `w<index>.bell` there. */
  readonly segments: string;
  readonly mappings: readonly {
    readonly path: string;
    readonly address: bigint;
    readonly byteLength: number;
  }[];
  readonly chunkTable: SharedArrayBuffer;
  /** Where the thread notes resources that outlive it (os/thread-remains.ts). */
  readonly remains: SharedArrayBuffer;
  readonly sharedState: SharedArrayBuffer;
  /** `LockTable.allocate()`, the same for all workers. */
  readonly lockTable: SharedArrayBuffer;
  readonly queueDepth: number;
  readonly busyWaitUs: number;
  readonly strictMonitors: boolean;
  readonly watchdogMs: number;
  readonly poolTimeoutMs: number;
  /** Percentage of each segment that is kept for those who hold little. */
  readonly reservePercent: number;
  readonly log: { readonly level: LogLevel; readonly file: string | undefined };
  readonly pools: readonly PoolRecord[];
  /** Which threads there have been, and which workers have none. */
  readonly threads: WorkerEpochs;
}

export type ToWorker =
  /** A pool exists or has moved: from now on route to it. */
  | { readonly t: 'pool'; readonly pool: PoolRecord }
  | { readonly t: 'pool-gone'; readonly poolId: string }
  /** Another worker has ended unexpectedly; or a new thread has taken its place. */
  | { readonly t: 'worker-died'; readonly worker: number; readonly epoch: number; readonly message: string }
  | { readonly t: 'worker-started'; readonly worker: number; readonly epoch: number }
  /** Create container `containerId` and run its `create`. Answered by `done`. */
  | {
      readonly t: 'create-container';
      readonly request: number;
      readonly pool: PoolRecord;
      readonly containerId: number;
      readonly params: Uint8Array;
      readonly poolQuery: string;
    }
  /**
   * Give the pool's containers that live here no more tasks, let their tasks end, except those of the asking group, and
   * run `destroy`. Answered by `done`.
   */
  | {
      readonly t: 'destroy-containers';
      readonly request: number;
      readonly poolId: string;
      readonly asking: TaskGroup | undefined;
    }
  /** The party is gone: drop its queued tasks, abort running ones. Answered by `drained` once nothing of it runs. */
  | { readonly t: 'close-party'; readonly party: number; readonly token: number }
  /** Answered by `counts`. */
  | { readonly t: 'count'; readonly request: number }
  /** Answered by `report`. */
  | { readonly t: 'report'; readonly request: number }
  /** Refuse new tasks with RUNTIME_STOPPED, finish what runs within the grace period, then answer `stopped`. */
  | { readonly t: 'stop'; readonly graceMs: number }
  /** Answer to a `call`. */
  | { readonly t: 'result'; readonly request: number; readonly value?: unknown; readonly error?: WireError };

export type FromWorker =
  /** Listening and polling. */
  | { readonly t: 'ready' }
  | { readonly t: 'done'; readonly request: number; readonly error?: WireError }
  | { readonly t: 'drained'; readonly party: number; readonly token: number }
  | {
      readonly t: 'counts';
      readonly request: number;
      readonly started: number;
      readonly finished: number;
      readonly queued: number;
      readonly running: number;
    }
  | { readonly t: 'report'; readonly request: number; readonly report: WorkerReport }
  | { readonly t: 'stopped' }
  /** Nothing that the first `epoch` dead threads of `worker` have left is in use here any more. */
  | { readonly t: 'let-go'; readonly worker: number; readonly epoch: number }
  /** The methods of a module from which a container was created, for messages to people. */
  | {
      readonly t: 'module';
      readonly module: string;
      readonly methods: readonly (readonly [number, string])[];
    }
  /** A client broke the rules (impossible ring index and the like): the control plane ends its session. */
  | { readonly t: 'broken-party'; readonly party: number; readonly token: number; readonly why: string }
  /** A container's request to the control plane (module/runtime-control.ts); answered by `result`. */
  | { readonly t: 'call'; readonly request: number; readonly op: string; readonly args: unknown };

/** A ChimaeraError in a form that survives structured cloning. */
export interface WireError {
  readonly code: string;
  readonly returnCode: number;
  readonly message: string;
}
