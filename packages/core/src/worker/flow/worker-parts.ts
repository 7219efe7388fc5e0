import type { Logger } from '../../log.js';
import type { ChunkTable } from '../../memory/chunk-table.js';
import type { Memory } from '../../memory/segment.js';
import type { Party } from '../../submit/party.js';
import type { TaskSource } from '../inlets/task-source.js';
import type { PoolTable } from '../state/pool-table.js';
import type { SharedState } from '../state/shared-state.js';
import type { Spills } from '../state/spills.js';
import type { Loopback } from './loopback.js';

/** What a worker is made of. */
export interface WorkerParts {
  readonly index: number;
  /** Which thread of this worker it is. */
  readonly epoch: number;
  readonly workers: number;
  readonly queueDepth: number;
  readonly strictMonitors: boolean;
  /** A method that has not returned after this time is named in the log; 0 for never. */
  readonly watchdogMs: number;
  readonly memory: Memory;
  readonly chunks: ChunkTable;
  readonly shared: SharedState;
  readonly pools: PoolTable;
  readonly spills: Spills;
  readonly logger: Logger;
  /** This worker as a submitter of subtasks. */
  readonly party: Party;
  /** The detour for tasks that have to be serialised. */
  readonly loopback: Loopback;
  /** A party broke the rules of its ring: its session has to end. */
  readonly reportBroken: (source: TaskSource, why: string) => void;
  readonly ringWorker: (worker: number) => void;
  /** There is something to do outside a turn. */
  readonly wake: () => void;
}
