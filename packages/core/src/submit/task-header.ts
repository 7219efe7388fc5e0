import {
  TASK_BLOCK_BYTES_WORD,
  TASK_CONTAINER_WORD,
  TASK_FLAGS_WORD,
  TASK_GENERATION_WORD,
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
  TASK_SLOT_WORD,
  TASK_STATE_WORD,
  TaskFlag,
} from '../layout/task-layout.js';
import { QueuePriority } from '../lane/lane.js';
import type { Arena } from '../memory/arena.js';
import { QueryKind } from '../task/pool-query.js';
import type { TaskType } from '../task/task-type.js';
import type { CallOptions } from './call-options.js';
import { LONGEST_TIMER_MS } from './deadlines.js';
import type { PoolTarget } from './pool-target.js';

type AnyType = Pick<TaskType, 'method' | 'layoutHash' | 'fixedBytes'>;

/**
 * Writes what is known of a task before its inputs are: whose block it is, and what it asks of whom. Zeroes what
 * follows: the worker's words and the fields.
 */
export function writeHeader(
  words: Uint32Array,
  base: number,
  arena: Arena,
  slot: number,
  type: AnyType,
  target: PoolTarget,
): void {
  const word = base >>> 2;
  words[word + TASK_GENERATION_WORD] = arena.generationOf(slot);
  words[word + TASK_SLOT_WORD] = slot;
  words[word + TASK_BLOCK_BYTES_WORD] = arena.bytesOf(slot);
  words[word + TASK_POOL_MAJOR_WORD] = target.major;
  words[word + TASK_POOL_MINOR_WORD] = target.minor;
  words[word + TASK_METHOD_WORD] = type.method;
  words[word + TASK_LAYOUT_HASH_WORD] = type.layoutHash;
  for (let at = word + TASK_STATE_WORD, end = word + (type.fixedBytes >>> 2); at < end; at++) words[at] = 0;
}

/** Writes where the task goes and how, for a call without options. */
export function writeAddress(words: Uint32Array, word: number, heapStart: number, container: number): void {
  words[word + TASK_HEAP_START_WORD] = heapStart;
  words[word + TASK_CONTAINER_WORD] = container;
  words[word + TASK_FLAGS_WORD] = 0;
  words[word + TASK_QUERY_KIND_WORD] = QueryKind.kLocal;
  words[word + TASK_QUERY_A_WORD] = 0;
  words[word + TASK_QUERY_B_WORD] = 0;
}

/** Adds the options. The query's last number is free to hold the period, because a range never gets here. */
export function writeOptions(words: Uint32Array, word: number, options: CallOptions): void {
  const { query, periodMs } = options;
  words[word + TASK_FLAGS_WORD] = flagsOf(options);
  if (query !== undefined) {
    words[word + TASK_QUERY_KIND_WORD] = query.kind;
    words[word + TASK_QUERY_A_WORD] = query.a;
  }
  if (periodMs !== undefined)
    words[word + TASK_QUERY_B_WORD] = Math.min(Math.ceil(periodMs), LONGEST_TIMER_MS);
}

/** Writes the group of a task. */
export function writeNode(
  words: Uint32Array,
  word: number,
  origin: number,
  major: number,
  minor: number,
): void {
  words[word + TASK_NODE_ORIGIN_WORD] = origin;
  words[word + TASK_NODE_MAJOR_WORD] = major;
  words[word + TASK_NODE_MINOR_WORD] = minor;
}

function flagsOf(options: CallOptions): number {
  let flags = 0;
  if (options.fireAndForget === true) flags |= TaskFlag.kFireAndForget;
  if (options.periodMs !== undefined) flags |= TaskFlag.kPeriodic;
  if (options.forceNet === true) flags |= TaskFlag.kForceNet;
  if (options.$routed === true) flags |= TaskFlag.kRouted;
  if (options.priority === QueuePriority.kHighLatency) flags |= TaskFlag.kHighLatency;
  if (options.signal?.aborted === true && options.fireAndForget !== true) flags |= TaskFlag.kCancelled;
  return flags;
}
