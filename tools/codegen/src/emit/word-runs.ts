/**
 * Neighbouring fields that are fixed-size numbers are copied together: one check for room, then word by word between
 * the task and the archive. An archive aligns numbers of eight bytes, so all words behind the first such number are
 * counted from an even one.
 */
import type { FieldType } from '../model/field-type.js';
import type { PlacedField } from '../model/layout.js';
import { SCALAR_BYTES } from '../model/sizes.js';
import { fieldPlace, readPlace, writePlace } from './place.js';
import type { TaskContext } from './task-context.js';

/** A field and its word, counted from the start of the run or, behind the gap, from its end. */
interface PlacedWords {
  readonly field: PlacedField;
  readonly isBehind: boolean;
  readonly word: number;
}

interface RunLayout {
  readonly fields: readonly PlacedWords[];
  readonly wordsBefore: number;
  /** From the first eight-byte number on. */
  readonly wordsBehind: number;
  /** Words skipped for alignment behind the first gap. */
  readonly gaps: readonly number[];
}

/** Fields in the order of declaration; those that are copied together form one list. */
export function groupRuns(fields: readonly PlacedField[]): (readonly PlacedField[])[] {
  const groups: PlacedField[][] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (last !== undefined && wordsOf(field.type) > 0 && wordsOf(last[0]!.type) > 0) last.push(field);
    else groups.push([field]);
  }
  return groups;
}

/** @param index number of the run within its method, because names have to differ */
export function saveRun(run: readonly PlacedField[], index: number, context: TaskContext): string[] {
  const layout = layoutOf(run);
  const [at, on, to] = names(index, 'at', 'on', 'to');
  const target = (word: number, isBehind: boolean): string => `${to}[${plus(isBehind ? on : at, word)}]`;
  const body = layout.fields.flatMap(({ field, isBehind, word }) => {
    if (!isNarrow(field.type)) {
      return wordsFrom(field).map((from, i) => `${target(word + i, isBehind)} = ${from}!;`);
    }
    const value = readPlace(field.type, fieldPlace(field.offset), 0, context.imports);
    return [`${target(word, isBehind)} = ${value}${isBool(field.type) ? ' ? 1 : 0' : ''};`];
  });
  const gaps = layout.gaps.map((word) => `${target(word, true)} = 0;`);
  return [...opening(layout, 'w', at, on), `const ${to} = w.views.u32;`, ...body, ...gaps];
}

export function loadRun(run: readonly PlacedField[], index: number, context: TaskContext): string[] {
  const layout = layoutOf(run);
  const [at, on, from] = names(index, 'at', 'on', 'from');
  const source = (word: number, isBehind: boolean): string => `${from}[${plus(isBehind ? on : at, word)}]!`;
  const body = layout.fields.flatMap(({ field, isBehind, word }) => {
    const { type, offset } = field;
    if (type.kind === 'enum') {
      const member = `${context.codecs.need('to', type)}(${source(word, isBehind)})`;
      return [`${wordsFrom(field)[0]!} = ${member};`];
    }
    if (!isNarrow(type)) {
      return wordsFrom(field).map((to, i) => `${to} = ${source(word + i, isBehind)};`);
    }
    const value = isBool(type) ? `${source(word, isBehind)} !== 0` : source(word, isBehind);
    return [writePlace(type, fieldPlace(offset), 0, value, context.imports)];
  });
  return [...opening(layout, 'r', at, on), `const ${from} = r.views.u32;`, ...body];
}

function opening({ wordsBefore, wordsBehind }: RunLayout, stream: string, at: string, on: string): string[] {
  const lines = [`const ${at} = ${stream}.words(${wordsBefore}, ${wordsBehind});`];
  if (wordsBehind > 0) lines.push(`const ${on} = (${at} + ${wordsBefore + 1}) & ~1;`);
  return lines;
}

function layoutOf(run: readonly PlacedField[]): RunLayout {
  const fields: PlacedWords[] = [];
  const gaps: number[] = [];
  let [isBehind, word, wordsBefore] = [false, 0, 0];
  for (const field of run) {
    if (isLong(field.type)) {
      if (!isBehind) [isBehind, wordsBefore, word] = [true, word, 0];
      else if (word % 2 !== 0) gaps.push(word++);
    }
    fields.push({ field, isBehind, word });
    word += wordsOf(field.type);
  }
  return isBehind
    ? { fields, wordsBefore, wordsBehind: word, gaps }
    : { fields, wordsBefore: word, wordsBehind: 0, gaps };
}

/** Number of words in an archive; 0 if it is not fixed, or if the type needs a function of its own. */
function wordsOf(type: FieldType): number {
  switch (type.kind) {
    case 'scalar':
      return isLong(type) ? 2 : 1;
    case 'enum':
      return 1;
    case 'poolId':
      return 2;
    default:
      return 0;
  }
}

function isLong(type: FieldType): boolean {
  return type.kind === 'scalar' && SCALAR_BYTES[type.name] === 8;
}

/** Whether it takes less than a word in the task. */
function isNarrow(type: FieldType): boolean {
  return type.kind === 'scalar' && SCALAR_BYTES[type.name] < 4;
}

function isBool(type: FieldType): boolean {
  return type.kind === 'scalar' && type.name === 'bool';
}

/** The words of a field in the task. */
function wordsFrom({ type, offset }: PlacedField): string[] {
  return Array.from(
    { length: wordsOf(type) },
    (_, i) => `this.$memory.seg.u32[this.$memory.word + ${offset / 4 + i}]`,
  );
}

function names<T extends readonly string[]>(index: number, ...plain: T): { [K in keyof T]: string } {
  return plain.map((name) => (index === 0 ? name : `${name}${index + 1}`)) as { [K in keyof T]: string };
}

function plus(base: string, word: number): string {
  return word === 0 ? base : `${base} + ${word}`;
}
