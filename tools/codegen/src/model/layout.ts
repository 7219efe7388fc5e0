/**
 * Where the fields of a task lie in its block.
 *
 * ```text
 *    0 +---------------------------------------------+
 *      | the sender's header                         |
 *   64 +---------------------------------------------+
 *      | state, return code, error                   |  the worker's header
 *   88 +---------------------------------------------+
 *      | Out fields                                  |
 *      | In and InOut fields                         |
 *      +---------------------------------------------+  fixedBytes, a multiple of 8
 *      | heap: strings, bytes, vectors, maps         |
 *      +---------------------------------------------+
 * ```
 * Within both groups the fields are in the order of declaration, each at the next offset that is aligned for it.
 */
import { alignmentOf, alignUp, fixedBytesOf, isFixed } from './sizes.js';
import type { Direction, Field, TaskClass } from './module.js';
import type { FieldType } from './field-type.js';

export const HEADER_BYTES = 88;
const FIXED_ALIGNMENT = 8;

/** Larger fixed areas are refused: such data belong in a variable-sized field or a buffer. */
export const MOST_FIXED_BYTES = 32 * 1024;

export interface PlacedField {
  readonly name: string;
  readonly type: FieldType;
  readonly direction: Direction;
  readonly doc: string;
  /** From the start of the block. */
  readonly offset: number;
  readonly bytes: number;
  /** Whether only `{ ref, byteLength }` is here, and the value is in the heap. */
  readonly isRegion: boolean;
}

export interface Layout {
  /** In the order of declaration. */
  readonly fields: readonly PlacedField[];
  readonly fixedBytes: number;
}

export function layoutOf(task: TaskClass): Layout {
  const outputs = task.fields.filter((field) => field.direction === 'Out');
  const inputs = task.fields.filter((field) => field.direction !== 'Out');
  const out = place(outputs, HEADER_BYTES);
  const inAndInOut = place(inputs, out.end);
  const placed = new Map([...out.placed, ...inAndInOut.placed].map((field) => [field.name, field]));
  return {
    fields: task.fields.map((field) => placed.get(field.name)!),
    fixedBytes: alignUp(inAndInOut.end, FIXED_ALIGNMENT),
  };
}

function place(fields: readonly Field[], start: number): { placed: PlacedField[]; end: number } {
  let end = start;
  const placed = fields.map((field) => {
    const { name, type, doc } = field;
    const offset = alignUp(end, alignmentOf(type));
    const bytes = fixedBytesOf(type);
    end = offset + bytes;
    return { name, type, doc, direction: field.direction ?? 'In', offset, bytes, isRegion: !isFixed(type) };
  });
  return { placed, end };
}
