/**
 * The state of a runtime, as `chimaera monitor` shows it and `chi.admin.monitor()` returns it. Times are in
 * milliseconds, latencies in microseconds, sizes in bytes. Plain data: it travels as JSON.
 */
export interface RuntimeReport {
  /** What was asked for: one of REPORT_QUERIES. Unless it is `all`, the other parts are absent. */
  readonly query: string;
  readonly runtime?: RuntimeSummary;
  readonly workers?: readonly WorkerSummary[];
  readonly methods?: readonly MethodSummary[];
  readonly containers?: readonly ContainerSummary[];
  readonly memory?: MemorySummary;
  readonly clients?: readonly ClientSummary[];
  readonly locks?: readonly LockSummary[];
}

/** The parts of a report. */
export const REPORT_PARTS = [
  'runtime',
  'workers',
  'methods',
  'containers',
  'memory',
  'clients',
  'locks',
] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** What `monitor` can be asked for. */
export const REPORT_QUERIES: readonly string[] = ['all', ...REPORT_PARTS];

export interface RuntimeSummary {
  readonly pid: number;
  readonly version: string;
  readonly workers: number;
  readonly uptimeMs: number;
}

export interface WorkerSummary {
  readonly worker: number;
  /** Whether it has answered. If a method blocks it, it has not, and its counts are those of its last answer. */
  readonly responding: boolean;
  /** Share of the last second or two in which the thread was busy, 0 to 1; 1 if it does not respond. */
  readonly load: number;
  /** Tasks waiting in lanes. */
  readonly queued: number;
  /** Tasks on the stack: 0 or 1. */
  readonly running: number;
  /** What is on the stack: method and pool, or null. */
  readonly doing: string | null;
  /** Tasks whose methods wait for something. */
  readonly suspended: number;
  /** Periodic tasks between two runs. */
  readonly periodic: number;
  /** Tasks taken in, and tasks that have ended, since the thread began. */
  readonly started: number;
  readonly finished: number;
  /** How long the queued and suspended tasks will take, by the estimates of their monitors (kEstLoad). */
  readonly estimatedUs: number;
}

/** One method of one pool, over all its containers. */
export interface MethodSummary {
  readonly pool: string;
  readonly poolName: string;
  readonly module: string;
  readonly method: string;
  readonly id: number;
  /** Tasks that have ended, and how many of them failed. */
  readonly finished: number;
  readonly failed: number;
  /** How many were timed, from being taken in to the end: about one in 64 while many come, all while few do. */
  readonly timed: number;
  readonly p50Us: number;
  readonly p95Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

export interface ContainerSummary {
  readonly pool: string;
  readonly poolName: string;
  readonly module: string;
  readonly container: number;
  readonly worker: number;
  /** Tasks that are queued, suspended or on the stack here. */
  readonly work: number;
  readonly lanes: readonly LaneSummary[];
}

export interface LaneSummary {
  /** As given to `createLocalQueue`; -1 for the default lanes, for tasks that no monitor has routed. */
  readonly queue: number;
  readonly lane: number;
  readonly priority: 'low-latency' | 'high-latency';
  /** Tasks waiting. */
  readonly depth: number;
  /** How long the oldest of them has waited; 0 if there is none. */
  readonly oldestMs: number;
}

export interface MemorySummary {
  readonly segments: readonly SegmentSummary[];
  readonly arenas: readonly ArenaSummary[];
}

export interface SegmentSummary {
  readonly segment: string;
  readonly bytes: number;
  /** Owned by somebody. */
  readonly usedBytes: number;
}

/** One party's share of one segment. */
export interface ArenaSummary {
  readonly party: number;
  /** `worker 0`, or `process 4711`. */
  readonly owner: string;
  readonly segment: string;
  /** In chunks that the party owns, rings included. */
  readonly heldBytes: number;
  /** In blocks; null for clients, which keep that account to themselves. */
  readonly usedBytes: number | null;
}

export interface ClientSummary {
  readonly party: number;
  readonly pid: number;
  readonly heldBytes: number;
}

/** A lock that somebody holds or waits for. */
export interface LockSummary {
  readonly lock: string;
  /** The container whose lock it is; null if all containers of a module share it. */
  readonly container: string | null;
  readonly held: readonly LockUser[];
  readonly waiting: readonly LockUser[];
}

export interface LockUser {
  /** Method and pool. */
  readonly task: string;
  readonly worker: number;
  readonly mode: 'read' | 'write';
  /** How long the task has been under way, an upper bound for how long it has held the lock or waited. */
  readonly forMs: number;
}
