import { ChimaeraError } from '../errors.js';
import { TASK_HEADER_BYTES } from '../layout/task-layout.js';
import { utf8Bound } from '../memory/utf8.js';
import type { Task } from './task.js';

/** Room that a client leaves in the block for each variable-sized output, so that short ones need no second block. */
export const OUTPUT_RESERVE_BYTES = 256;

/** What core needs to know of a task, from the generator: one constant per task class. */
export interface TaskType<T extends Task = Task, I = unknown, R = unknown> {
  /** `<namespace>_<module>` */
  readonly module: string;
  /** Version of the module that this was generated from. */
  readonly version?: string;
  /** The method's name in YAML, such as `kCustom`. */
  readonly name: string;
  readonly method: number;
  /** Hash of the declaration, compared at dispatch (design D2). */
  readonly layoutHash: number;
  /** Where the heap begins. */
  readonly fixedBytes: number;
  readonly View: new () => T;
  /** Names of the In and InOut fields; absent in modules that were generated before this list existed. */
  readonly inputs?: readonly string[];
  /** Bytes of heap that the inputs and outputs of usual size need. */
  heapBytes(input: I): number;
  /** Writes every In and InOut field. @throws ChimaeraError INVALID_ARGUMENT naming the field */
  fill(task: T, input: I): void;
  /** Copies of the Out and InOut fields. */
  result(task: T, returnCode: number): R;
  /** Number of this type in this thread: an index into tables of accessors. */
  readonly index: number;
  /** Bytes that blocks get in addition, because outputs have lately needed them. */
  outputRoom: number;
  /** Calls whose input names are still to be checked for misspellings; only the first ones are. */
  nameChecksLeft: number;
}

const CHECKED_CALLS = 64;

let typeCount = 0;

/** Registers a generated task type. */
export function defineTaskType<T extends Task, I, R>(
  type: Omit<TaskType<T, I, R>, 'index' | 'outputRoom' | 'nameChecksLeft'>,
): TaskType<T, I, R> {
  if (type.fixedBytes < TASK_HEADER_BYTES || type.fixedBytes % 8 !== 0) {
    throw new ChimaeraError(
      'MODULE_INVALID',
      `${type.module}.${type.name}: a layout of ${type.fixedBytes} fixed bytes is impossible; run the generator`,
    );
  }
  const nameChecksLeft = type.inputs === undefined ? 0 : CHECKED_CALLS;
  return { ...type, index: typeCount++, outputRoom: 0, nameChecksLeft };
}

/** Reports an invalid input or output value. */
export function badValue(field: string, expected: string, value: unknown): never {
  throw new ChimaeraError('INVALID_ARGUMENT', `${field}: expected ${expected}, got ${shown(value)}`);
}

/** Reports an invalid value that somebody else has written. */
export function badData(type: string, value: number): never {
  throw new ChimaeraError(
    'BAD_TASK',
    `${value} is no ${type}: the other side wrote a broken task, or was built with other members of it`,
  );
}

/**
 * A short text for any value. For an object only what it is, because it may be large and need not have a `toString`.
 */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isObject ? Object.prototype.toString.call(value) : String(value);
}

/** Heap bytes for a string input. */
export function stringBound(value: string): number {
  return typeof value === 'string' ? utf8Bound(value) + 8 : 8;
}

/** Heap bytes for a bytes input. */
export function bytesBound(value: Uint8Array): number {
  return value instanceof Uint8Array ? value.length + 8 : 8;
}
