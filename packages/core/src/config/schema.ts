// The JSON schemas of the YAML configuration. The description of a value completes the sentence "it must be ...". A
// section may be empty (`runtime:` alone), which YAML reads as null. Sizes are texts such as 512MB; document.ts checks
// their values.
import type { LogLevel } from './runtime-config.js';

const section = (properties: Record<string, object>): object => ({
  type: ['object', 'null'],
  description: 'a mapping of keys to values',
  additionalProperties: false,
  properties,
});

const size = {
  type: ['string', 'integer'],
  description: 'a size of at least 1MB and less than 4GB, such as 64MB',
};

/** A pattern that matches capitals, too: JSON schemas have no flag for it. Escaped letters stay as they are. */
function anyCase(pattern: string): string {
  return pattern.replaceAll(/(?<!\\)[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

const composeEntry = {
  type: 'object',
  description: 'a mapping with mod_name and pool_name',
  required: ['mod_name', 'pool_name'],
  properties: {
    mod_name: {
      type: 'string',
      minLength: 1,
      description: 'the name of a module, <namespace>_<module>, such as chimaera_bdev',
    },
    pool_name: {
      type: 'string',
      minLength: 1,
      description: 'a text that is not empty; put a number in quotes',
    },
    pool_id: {
      type: 'string',
      pattern: '^\\d{1,10}\\.\\d{1,10}$',
      description: '"major.minor" in quotes, such as "300.0"',
    },
    // PoolQuery.parse has the last word; here the place in the file is known
    pool_query: {
      type: 'string',
      pattern: anyCase(
        '^(local|dynamic|broadcast|(direct_id|direct_hash|physical):\\d{1,10}|range:\\d{1,10}:\\d{1,10})$',
      ),
      description:
        'a pool query: local, dynamic, broadcast, direct_id:n, direct_hash:n, physical:n or range:n:n',
    },
    containers: { type: 'integer', minimum: 1, description: 'a whole number of at least 1' },
  },
  // the module's own parameters
  patternProperties: { '^[a-z][a-z0-9_]*$': {} },
  additionalProperties: false,
};

const properties = {
  runtime: section({
    workers: { type: 'integer', minimum: 1, maximum: 32, description: 'a whole number from 1 to 32' },
    queue_depth: {
      type: 'integer',
      minimum: 16,
      maximum: 65_536,
      description: 'a whole number from 16 to 65536',
    },
    busy_wait_us: {
      type: 'number',
      minimum: 0,
      maximum: 1_000_000,
      description: 'a number of microseconds from 0 to 1000000',
    },
    strict_monitors: { type: 'boolean', description: 'true or false' },
    watchdog_ms: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400_000,
      description: 'a whole number of milliseconds from 0 (off) to 86400000',
    },
    pool_timeout_ms: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400_000,
      description: 'a whole number of milliseconds from 0 (no limit) to 86400000',
    },
  }),
  memory: section({
    main_segment_size: size,
    client_data_segment_size: size,
    runtime_data_segment_size: size,
    reserve_percent: {
      type: 'integer',
      minimum: 0,
      maximum: 50,
      description: 'a whole number of percent from 0 (off) to 50',
    },
  }),
  logging: section({
    level: { enum: ['error', 'warn', 'info', 'debug'], description: 'error, warn, info or debug' },
    file: { type: 'string', minLength: 1, description: 'the path of a file' },
  }),
  compose: { type: ['array', 'null'], description: 'a list of pools', items: composeEntry },
};

/** The file that configures a runtime: everything is optional. */
export const configSchema = {
  type: ['object', 'null'],
  description: 'a mapping with runtime, memory, logging or compose',
  additionalProperties: false,
  properties,
};

/** The file for `chimaera compose`: the same, but it must contain pools. */
export const composeSchema = {
  ...configSchema,
  type: 'object',
  description: 'a mapping with compose',
  required: ['compose'],
  properties: { ...properties, compose: { ...properties.compose, type: 'array', minItems: 1 } },
};

/** The contents of a file of the right shape. */
export interface ConfigDocument {
  runtime?: {
    workers?: number;
    queue_depth?: number;
    busy_wait_us?: number;
    strict_monitors?: boolean;
    watchdog_ms?: number;
    pool_timeout_ms?: number;
  } | null;
  memory?: (Partial<Record<MemoryKey, string | number>> & { reserve_percent?: number }) | null;
  logging?: { level?: LogLevel; file?: string } | null;
  compose?: ComposeItem[] | null;
}

export type MemoryKey = 'main_segment_size' | 'client_data_segment_size' | 'runtime_data_segment_size';

export interface ComposeItem {
  mod_name: string;
  pool_name: string;
  pool_id?: string;
  pool_query?: string;
  containers?: number;
  [param: string]: unknown;
}
