/** Expressions for a place in a task's fixed area, and for reading and writing fixed-size values there. */
import { SCALAR_BYTES } from '../model/sizes.js';
import type { FieldType, ScalarName } from '../model/field-type.js';
import type { Imports } from './imports.js';

/** A place is either known at generation time or relative to a variable. */
export interface Place {
  /** Expression for the segment's views. */
  readonly seg: string;
  /** Expression for the task. */
  readonly task: string;
  /** Byte offset in the segment, as an expression that can stand alone. */
  byte(offset: number): string;
  /** Index of the 4-byte word in the segment. */
  word(offset: number): string;
  /** Byte offset within the block. */
  inBlock(offset: number): string;
  /** Index of the 4-byte word within the block. */
  wordInBlock(offset: number): string;
}

/** In a method of the accessor class: offsets are numbers. `task` is `this` or another accessor. */
export function fieldPlace(at: number, task = 'this'): Place {
  return {
    seg: `${task}.$memory.seg`,
    task,
    byte: (offset) => `${task}.$memory.base + ${at + offset}`,
    word: (offset) => `${task}.$memory.word + ${(at + offset) / 4}`,
    inBlock: (offset) => String(at + offset),
    wordInBlock: (offset) => String((at + offset) / 4),
  };
}

/** Where `seg`, `word` and `base` of the task's memory are in scope: offsets are numbers. */
export function localPlace(at: number): Place {
  return {
    ...fieldPlace(at),
    seg: 'seg',
    byte: (offset) => `base + ${at + offset}`,
    word: (offset) => `word + ${(at + offset) / 4}`,
  };
}

/** In a function with the parameters `task` and `at`, and `seg` and `base` (byte offset in the segment) in scope. */
export function variablePlace(base: string, at: string): Place {
  const plus = (expression: string, offset: number) =>
    offset === 0 ? expression : `${expression} + ${offset}`;
  return {
    seg: 'seg',
    task: 'task',
    byte: (offset) => plus(base, offset),
    word: (offset) => shifted(plus(base, offset), 2),
    inBlock: (offset) => plus(at, offset),
    wordInBlock: (offset) => shifted(plus(at, offset), 2),
  };
}

/** Expression that reads a value, given the place of its field or member. */
export function readPlace(type: FieldType, place: Place, offset: number, imports: Imports): string {
  switch (type.kind) {
    case 'scalar':
      return readScalar(type.name, place, offset, imports);
    case 'enum':
      return `${place.seg}.u32[${place.word(offset)}]!`;
    case 'poolId':
      return `${place.task}.$memory.readPoolId(${place.wordInBlock(offset)})`;
    case 'bufferRef':
      return `${place.task}.$memory.readBuffer(${place.wordInBlock(offset)})`;
    default:
      throw new Error(`${type.kind} has no place of its own`);
  }
}

/** Statement that writes a checked value. */
export function writePlace(
  type: FieldType,
  place: Place,
  offset: number,
  v: string,
  imports: Imports,
): string {
  switch (type.kind) {
    case 'enum':
      return `${place.seg}.u32[${place.word(offset)}] = ${v};`;
    case 'poolId':
      return `${place.task}.$memory.writePoolId(${place.wordInBlock(offset)}, ${v});`;
    case 'bufferRef':
      return `${place.task}.$memory.writeBuffer(${place.wordInBlock(offset)}, ${v});`;
    case 'scalar':
      break;
    default:
      throw new Error(`${type.kind} has no place of its own`);
  }
  if (type.name === 'size')
    return `${imports.value('writeSize')}(${place.seg}, ${place.word(offset)}, ${v});`;
  const value = type.name === 'bool' ? `${v} ? 1 : 0` : v;
  return `${viewOf(type.name, place, offset)} = ${value};`;
}

function readScalar(name: ScalarName, place: Place, offset: number, imports: Imports): string {
  if (name === 'size') return `${imports.value('readSize')}(${place.seg}, ${place.word(offset)})`;
  const element = `${viewOf(name, place, offset)}!`;
  return name === 'bool' ? `${element} !== 0` : element;
}

function viewOf(name: ScalarName, place: Place, offset: number): string {
  const view = name === 'bool' ? 'u8' : name;
  switch (SCALAR_BYTES[name]) {
    case 1:
      return `${place.seg}.${view}[${place.byte(offset)}]`;
    case 2:
      return `${place.seg}.${view}[${shifted(place.byte(offset), 1)}]`;
    case 4:
      return `${place.seg}.${view}[${place.word(offset)}]`;
    case 8:
      return `${place.seg}.${view}[${shifted(place.byte(offset), 3)}]`;
  }
}

function shifted(expression: string, by: number): string {
  return `${/^[\w.$]+$/.test(expression) ? expression : `(${expression})`} >>> ${by}`;
}
