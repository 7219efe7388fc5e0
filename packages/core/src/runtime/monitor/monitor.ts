import {
  type ArenaSummary,
  type ClientSummary,
  type ContainerSummary,
  type LockSummary,
  type MemorySummary,
  REPORT_PARTS,
  REPORT_QUERIES,
  type ReportPart,
  type RuntimeReport,
  type RuntimeSummary,
  type WorkerSummary,
} from '../../chi/runtime-report.js';
import { didYouMean } from '../../config/did-you-mean.js';
import { ChimaeraError } from '../../errors.js';
import type { ChunkTable } from '../../memory/chunk-table.js';
import { SEGMENT_FILE_NAMES } from '../../memory/segment.js';
import type { PoolRecord } from '../../route/pool-record.js';
import type { WorkerReport } from '../../worker/worker-report.js';
import { mergeMethods } from './merge-methods.js';
import { SharedLook } from './shared-look.js';
import type { TaskNames } from './task-names.js';

/** A worker that does not answer within this time is left out, because a method blocks it. */
const ANSWER_MS = 500;

/** What the monitor needs of the runtime. */
export interface MonitorHost {
  readonly workers: number;
  /** By worker: its report, or undefined if it has not answered in time. */
  reports(timeoutMs: number): Promise<(WorkerReport | undefined)[]>;
  /** What is on the worker's stack, for people; null for nothing. */
  doing(worker: number): string | null;
  summary(): RuntimeSummary;
  pools(): readonly PoolRecord[];
  clients(): readonly { readonly party: number; readonly pid: number }[];
  chunks(): ChunkTable;
  readonly names: TaskNames;
}

/** Compiles the state of the runtime. Answers even while methods block workers. */
export class Monitor {
  /** The last answer of each worker. */
  private readonly last: (WorkerReport | undefined)[] = [];
  /** By query: a thousand simultaneous requests cost as much as two. */
  private readonly looks = new Map<string, SharedLook<RuntimeReport>>();

  constructor(private readonly host: MonitorHost) {}

  /** @throws ChimaeraError INVALID_ARGUMENT that lists the queries */
  async report(query: string): Promise<RuntimeReport> {
    let look = this.looks.get(query);
    if (look === undefined) {
      const parts = partsOf(query);
      look = new SharedLook(() => this.look(query, parts));
      this.looks.set(query, look);
    }
    return look.ask();
  }

  private async look(query: string, parts: readonly ReportPart[]): Promise<RuntimeReport> {
    const { host } = this;
    const doing = Array.from({ length: host.workers }, (_, worker) => host.doing(worker));
    const answers = await host.reports(ANSWER_MS);
    answers.forEach((answer, worker) => (this.last[worker] = answer ?? this.last[worker]));
    const all = {
      runtime: () => host.summary(),
      workers: () => answers.map((answer, worker) => this.workerSummary(worker, answer, doing[worker])),
      methods: () => mergeMethods(this.known(), host.pools(), host.names),
      containers: () => this.containers(),
      memory: () => this.memory(),
      clients: () => this.clients(),
      locks: () => mergeLocks(this.known().flatMap(({ locks }) => locks)),
    };
    return { query, ...Object.fromEntries(parts.map((part) => [part, all[part]()])) };
  }

  private known(): WorkerReport[] {
    return this.last.filter((report) => report !== undefined);
  }

  private workerSummary(
    worker: number,
    answer: WorkerReport | undefined,
    doing: string | null,
  ): WorkerSummary {
    const counts = this.last[worker];
    return {
      worker,
      responding: answer !== undefined,
      load: answer?.load ?? 1,
      queued: counts?.queued ?? 0,
      running: doing === null ? 0 : 1,
      doing,
      suspended: counts?.suspended ?? 0,
      periodic: counts?.periodic ?? 0,
      started: counts?.started ?? 0,
      finished: counts?.finished ?? 0,
      estimatedUs: counts?.estimatedUs ?? 0,
    };
  }

  private containers(): ContainerSummary[] {
    const all = this.last.flatMap((report, worker) =>
      (report?.containers ?? []).map((container) => ({ worker, ...container })),
    );
    // Goes by the existing pools, because a worker that does not answer may remember containers of pools that are gone.
    return this.host.pools().flatMap(({ id, name, module }) =>
      all
        .filter(({ pool }) => pool === id)
        .sort((a, b) => a.container - b.container)
        .map(({ container, worker, work, lanes }) => {
          return { pool: id, poolName: name, module, container, worker, work, lanes };
        }),
    );
  }

  private memory(): MemorySummary {
    const chunks = this.host.chunks();
    const owners = this.owners();
    const arenas: ArenaSummary[] = [];
    const segments = SEGMENT_FILE_NAMES.map((segment, i) => {
      let usedBytes = 0;
      for (const [party, heldBytes] of chunks.bytesByParty(i)) {
        usedBytes += heldBytes;
        arenas.push({
          party,
          owner: owners.get(party) ?? 'a client that has gone',
          segment,
          heldBytes,
          usedBytes: this.last[party]?.usedBytes[i] ?? null,
        });
      }
      return { segment, bytes: chunks.segmentBytes[i], usedBytes };
    });
    return { segments, arenas };
  }

  private owners(): Map<number, string> {
    const { workers } = this.host;
    const owners = new Map<number, string>();
    for (let worker = 0; worker < workers; worker++) owners.set(worker, `worker ${worker}`);
    for (const { party, pid } of this.host.clients()) owners.set(party, `process ${pid}`);
    return owners;
  }

  private clients(): ClientSummary[] {
    const chunks = this.host.chunks();
    const held = new Map<number, number>();
    for (let i = 0; i < SEGMENT_FILE_NAMES.length; i++) {
      for (const [party, bytes] of chunks.bytesByParty(i)) held.set(party, (held.get(party) ?? 0) + bytes);
    }
    return this.host.clients().map(({ party, pid }) => ({ party, pid, heldBytes: held.get(party) ?? 0 }));
  }
}

function partsOf(query: string): readonly ReportPart[] {
  if (query === 'all') return REPORT_PARTS;
  const part = REPORT_PARTS.find((name) => name === query);
  if (part !== undefined) return [part];
  const meant = didYouMean(query, REPORT_QUERIES);
  const hint = meant === undefined ? '' : ` (did you mean '${meant}'?)`;
  throw new ChimaeraError(
    'INVALID_ARGUMENT',
    `monitor has no query '${query}'${hint}; it knows ${REPORT_QUERIES.join(', ')}`,
  );
}

/** A shared lock is listed once, whichever workers report it. */
function mergeLocks(locks: readonly LockSummary[]): LockSummary[] {
  const shared = new Map<string, LockSummary>();
  const merged: LockSummary[] = [];
  for (const lock of locks) {
    const known = lock.container === null ? shared.get(lock.lock) : undefined;
    if (known === undefined) {
      const copy = { ...lock, held: [...lock.held], waiting: [...lock.waiting] };
      merged.push(copy);
      if (lock.container === null) shared.set(lock.lock, copy);
    } else {
      (known.held as unknown[]).push(...lock.held);
      (known.waiting as unknown[]).push(...lock.waiting);
    }
  }
  return merged;
}
