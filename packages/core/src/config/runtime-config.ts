// The configuration of a runtime, as the program sees it. The form of the file is in schema.ts.
import { availableParallelism } from 'node:os';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export interface RuntimeConfig {
  readonly runtime: {
    /** Threads that execute tasks. */
    readonly workers: number;
    /** Entries of a submission ring; a power of two. */
    readonly queueDepth: number;
    /** How long a waiting party polls before it sleeps. */
    readonly busyWaitUs: number;
    /** Whether a method without a monitor is refused. */
    readonly strictMonitors: boolean;
    /** After how long a method that does not return is reported; 0 for never. */
    readonly watchdogMs: number;
    /** How long `create` and `destroy` of a container may take; 0 for no limit. */
    readonly poolTimeoutMs: number;
  };
  readonly memory: {
    /** A multiple of 64 KiB, as the other sizes are. */
    readonly mainSegmentBytes: number;
    readonly clientDataSegmentBytes: number;
    readonly runtimeDataSegmentBytes: number;
    /** Percentage of each segment that is kept for clients that hold little; 6 if absent. */
    readonly reservePercent?: number;
  };
  readonly logging: {
    readonly level: LogLevel;
    /** As written in the file; `undefined` for the default place. */
    readonly file: string | undefined;
  };
  readonly compose: readonly ComposeEntry[];
}

/** A position in a file, for messages. */
export interface Place {
  /** `file:line:column` */
  readonly position: string;
  /** The line, and one with a caret below the column. */
  readonly excerpt: string;
}

/** A pool that the configuration asks for. */
export interface ComposeEntry {
  readonly modName: string;
  readonly poolName: string;
  /** `major.minor` */
  readonly poolId?: string;
  readonly poolQuery?: string;
  readonly containers?: number;
  /** The module's own parameters, in snake_case as written. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Where it was read, for messages. */
  readonly line?: number;
  readonly source: string;
  /** The positions of each of its keys and of the key's value. */
  readonly places?: Readonly<Record<string, { readonly key: Place; readonly value: Place }>>;
}

const MiB = 2 ** 20;

/** Percentage of each segment, unless the configuration says otherwise. */
export const DEFAULT_RESERVE_PERCENT = 6;

/** More workers than this gain nothing unless somebody asks for them. */
const MAX_DEFAULT_WORKERS = 4;

/** What applies where the configuration says nothing. */
export function defaultConfig(cores: number = availableParallelism()): RuntimeConfig {
  return {
    runtime: {
      // one core is left to the clients
      workers: Math.min(Math.max(cores - 1, 1), MAX_DEFAULT_WORKERS),
      queueDepth: 1024,
      busyWaitUs: 50,
      strictMonitors: false,
      watchdogMs: 1000,
      poolTimeoutMs: 60_000,
    },
    memory: {
      mainSegmentBytes: 64 * MiB,
      clientDataSegmentBytes: 128 * MiB,
      runtimeDataSegmentBytes: 64 * MiB,
    },
    logging: { level: 'info', file: undefined },
    compose: [],
  };
}
