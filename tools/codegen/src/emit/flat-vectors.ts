/**
 * Vectors of structs of single numbers: one bound for all elements, then every word in its place. An archive aligns
 * numbers of eight bytes, so whether a word is skipped before the first of them depends on where the element begins;
 * everything behind it is known at generation time. Every later element skips a word exactly if all members together
 * are an odd number of words. So the words of all elements are known before the first is read.
 */
import {
  typeText,
  type EnumType,
  type FieldType,
  type ScalarType,
  type StructMember,
  type StructType,
} from '../model/field-type.js';
import { leastArchiveBytes, mostArchiveBytes, SCALAR_BYTES } from '../model/sizes.js';
import { check } from './checks.js';
import type { Codecs } from './codecs.js';
import type { Imports } from './imports.js';
import { block, guard, indent } from './text.js';
import { tsType } from './ts-types.js';

/** Bits of the high word of a size, which is at most 2^53 - 1. */
const SIZE_HIGH_BITS = 21;

interface FlatMember extends StructMember {
  readonly type: ScalarType | EnumType;
}

interface FlatStruct extends StructType {
  readonly members: readonly FlatMember[];
}

/** A member and its word, counted from the start of the element or, behind the gap, from its end. */
interface PlacedMember {
  readonly member: FlatMember;
  readonly word: number;
}

interface FlatLayout {
  readonly before: readonly PlacedMember[];
  readonly wordsBefore: number;
  /** From the first eight-byte number on; empty if there is none. */
  readonly behind: readonly PlacedMember[];
  readonly wordsBehind: number;
  /** Words skipped for alignment whose places are known. */
  readonly gaps: readonly number[];
}

export function isFlat(type: FieldType): type is FlatStruct {
  return (
    type.kind === 'struct' &&
    type.members.every((member) => member.type.kind === 'scalar' || member.type.kind === 'enum')
  );
}

/** The body of a function with `w`, `v` and `name`, after the check that `v` is a list. */
export function encodeFlatVector(type: FlatStruct, imports: Imports): string[] {
  const { before, wordsBefore, behind, wordsBehind, gaps } = layoutOf(type);
  const checks = [
    // If it is not an object at all, its first member is missing.
    ...guard(
      'item === undefined || item === null',
      `${imports.value('badValue')}(name, '${typeText(type)}', item);`,
      2,
    ),
    ...type.members.flatMap((member) =>
      check(member.type, `item.${member.name}`, `\`\${name}.${member.name}\``, imports, 2),
    ),
  ];
  const align = 'if ((at & 1) !== 0) u32[at++] = 0;';
  // If elements begin with an eight-byte number, only the first may need a gap before it: there is one behind each
  // element with an odd number of words.
  const startsLong = behind.length > 0 && wordsBefore === 0;
  const hasTail = startsLong && wordsBehind % 2 !== 0;
  const body = [
    'const item = v[i]!;',
    ...checks,
    ...before.flatMap(writeMember),
    ...(wordsBefore > 0 ? [`at += ${wordsBefore};`] : []),
    ...(behind.length > 0 && !startsLong ? [align] : []),
    ...gaps.map((word) => `u32[at + ${word}] = 0;`),
    ...behind.flatMap(writeMember),
    ...(hasTail ? [`u32[at + ${wordsBehind}] = 0;`] : []),
    ...(behind.length > 0 ? [`at += ${wordsBehind + (hasTail ? 1 : 0)};`] : []),
  ];
  return [
    'const count = v.length;',
    `let at = w.open(count, ${mostArchiveBytes(type)});`,
    `const { ${viewsIn(startsLong ? [align, ...body] : body)} } = w.views;`,
    ...(startsLong ? [`if (count > 0 && (at & 1) !== 0) u32[at++] = 0;`] : []),
    ...block('for (let i = 0; i < count; i++)', body),
    hasTail ? 'w.close(count > 0 ? at - 1 : at);' : 'w.close(at);',
  ];
}

/** The body of a function with `r`. */
export function decodeFlatVector(type: FlatStruct, codecs: Codecs): string[] {
  const { before, wordsBefore, behind, wordsBehind } = layoutOf(type);
  const names = new Map([...before, ...behind].map((it) => [it.member.name, readMember(it, codecs)]));
  const hasGap = behind.length > 0;
  const words = wordsBefore + wordsBehind;
  const stride = hasGap ? words + (words % 2) : words;
  const item = (members: readonly PlacedMember[]) =>
    members.map(({ member }) => `${member.name}: ${names.get(member.name)},`);
  const sizes = behind.filter(({ member }) => isSize(member));
  const highs = [
    ...sizes.map(({ member, word }) => `const ${local(member)} = u32[${plus(word + 1)}]!;`),
    ...(sizes.length > 0 ? [`high |= ${sizes.map(({ member }) => local(member)).join(' | ')};`] : []),
  ];
  const body =
    hasGap && wordsBefore > 0
      ? [
          ...before.map(({ member }) => `const ${local(member)} = ${names.get(member.name)};`),
          `at += ${wordsBefore};`,
          'at += at & 1;',
          ...highs,
          'v[i] = {',
          ...indent([...before.map(({ member }) => `${member.name}: ${local(member)},`), ...item(behind)]),
          '};',
          `at += ${wordsBehind};`,
        ]
      : [...highs, 'v[i] = {', ...indent(item([...before, ...behind])), '};', `at += ${stride};`];
  const views = viewsIn(body);
  return [
    `const count = r.count(${leastArchiveBytes(type)});`,
    `const v = new Array<${tsType(type, codecs.imports)}>(count);`,
    'if (count === 0) return v;',
    ...(views === '' ? [] : [`const { ${views} } = r.views;`]),
    'let at = r.word;',
    ...(hasGap && wordsBefore === 0 ? ['at += at & 1;'] : []),
    `const end = ${endOf(words, stride, hasGap ? wordsBefore : 0)};`,
    'if (end > r.endWord) r.refuse(end);',
    ...(sizes.length > 0 ? ['let high = 0;'] : []),
    ...block('for (let i = 0; i < count; i++)', body),
    ...(sizes.length > 0
      ? guard(
          `high >>> ${SIZE_HIGH_BITS} !== 0`,
          `${codecs.imports.value('badData')}('size', (high >>> 0) * 2 ** 32);`,
          1,
        )
      : []),
    'r.close(end);',
    'return v;',
  ];
}

/** The word behind the last of `count` elements. Without members before the first long one, `at` is aligned already. */
function endOf(words: number, stride: number, wordsBefore: number): string {
  const gap = wordsBefore > 0 ? ` + ((at + ${wordsBefore}) & 1)` : '';
  return `at + count * ${stride}${stride === words ? '' : ` - ${stride - words}`}${gap}`;
}

function layoutOf({ members }: FlatStruct): FlatLayout {
  const first = members.findIndex(({ type }) => wordsOf(type) === 2);
  const split = first < 0 ? members.length : first;
  const gaps: number[] = [];
  let word = 0;
  const place = (member: FlatMember): PlacedMember => {
    const words = wordsOf(member.type);
    if (words === 2 && word % 2 !== 0) gaps.push(word++);
    word += words;
    return { member, word: word - words };
  };
  // Before the first eight-byte number nothing is aligned to more than a word.
  const before = members.slice(0, split).map(place);
  const wordsBefore = word;
  word = 0;
  const behind = members.slice(split).map(place);
  return { before, wordsBefore, behind, wordsBehind: word, gaps };
}

/** The high word of a size is loaded once, into a local; all of them are checked together, after the last element. */
function isSize({ type }: FlatMember): boolean {
  return type.kind === 'scalar' && type.name === 'size';
}

function wordsOf(type: ScalarType | EnumType): 1 | 2 {
  return type.kind === 'scalar' && SCALAR_BYTES[type.name] === 8 ? 2 : 1;
}

/** A name that no member can have. */
function local({ name }: FlatMember): string {
  return `${name}$`;
}

function writeMember({ member, word }: PlacedMember): string[] {
  const value = `item.${member.name}`;
  const { type } = member;
  const name = type.kind === 'enum' ? 'u32' : type.name;
  const at = plus(word);
  switch (name) {
    case 'bool':
      return [`u32[${at}] = ${value} ? 1 : 0;`];
    case 'u8':
    case 'u16':
    case 'u32':
      return [`u32[${at}] = ${value};`];
    case 'i8':
    case 'i16':
    case 'i32':
      return [`i32[${at}] = ${value};`];
    case 'f32':
      return [`f32[${at}] = ${value};`];
    case 'size':
      return [`u32[${at}] = ${value};`, `u32[${plus(word + 1)}] = ${value} * 2 ** -32;`];
    default:
      return [`${name}[${half(word)}] = ${value};`];
  }
}

function readMember({ member, word }: PlacedMember, codecs: Codecs): string {
  const { type } = member;
  const at = plus(word);
  if (type.kind === 'enum') return `${codecs.need('to', type)}(u32[${at}]!)`;
  switch (type.name) {
    case 'bool':
      return `u32[${at}] !== 0`;
    case 'u8':
      return `u32[${at}]! & 0xff`;
    case 'u16':
      return `u32[${at}]! & 0xffff`;
    case 'i8':
      return `(i32[${at}]! << 24) >> 24`;
    case 'i16':
      return `(i32[${at}]! << 16) >> 16`;
    case 'u32':
    case 'i32':
    case 'f32':
      return `${type.name}[${at}]!`;
    case 'size':
      return `u32[${at}]! + ${local(member)} * 2 ** 32`;
    default:
      return `${type.name}[${half(word)}]!`;
  }
}

function plus(word: number): string {
  return word === 0 ? 'at' : `at + ${word}`;
}

/** Behind the gap, words are counted in pairs. */
function half(word: number): string {
  return word === 0 ? 'at >>> 1' : `(at + ${word}) >>> 1`;
}

function viewsIn(body: readonly string[]): string {
  const text = body.join('\n');
  return ['f32', 'f64', 'i32', 'i64', 'u32', 'u64']
    .filter((name) => new RegExp(`\\b${name}\\[`).test(text))
    .join(', ');
}
