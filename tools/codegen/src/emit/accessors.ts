/** Getter and setter of one field of a view: they read and write the task where it lies. */
import type { PlacedField } from '../model/layout.js';
import { mostArchiveBytes } from '../model/sizes.js';
import { check } from './checks.js';
import { fieldPlace } from './place.js';
import { fieldLabel, type TaskContext } from './task-context.js';
import { block, docComment, guard, list } from './text.js';
import { tsType } from './ts-types.js';

const INPUTS_READABLE = 1;
const ALL_USABLE = 2;

export function emitAccessors(field: PlacedField, context: TaskContext): string[][] {
  const { name, type, direction } = field;
  const { imports } = context;
  const toRead = direction === 'In' ? INPUTS_READABLE : ALL_USABLE;
  return [
    [
      ...docComment(field.doc),
      ...block(`override get ${name}(): ${tsType(type, imports)}`, [
        ...access(name, toRead),
        ...get(field, context),
      ]),
    ],
    [
      ...list(`override set ${name}(`, [`v: ${tsType(type, imports, 'write')}`], ') {', 1),
      ...block('', [...access(name, ALL_USABLE), ...set(field, context)]).slice(1),
    ],
  ];
}

function access(name: string, needed: number): string[] {
  return guard(`this.$memory.access < ${needed}`, `this.$refuse('${name}', ${needed});`, 2);
}

function get({ type, offset, isRegion }: PlacedField, { codecs }: TaskContext): string[] {
  const word = offset / 4;
  if (!isRegion) return [`return ${codecs.place.read(type, fieldPlace(offset), 0)};`];
  if (type.kind === 'string') return [`return this.$memory.readString(${word});`];
  if (type.kind === 'bytes') return [`return this.$memory.readBytes(${word});`];
  return [
    `if (this.$memory.seg.u32[this.$memory.word + ${word + 1}] === 0) return ${codecs.archive.empty(type)};`,
    `return ${codecs.archive.decode(type, `this.$memory.openRegion(${word})`)};`,
  ];
}

function set(field: PlacedField, context: TaskContext): string[] {
  const { type, offset, isRegion } = field;
  const { codecs, imports, task } = context;
  const word = offset / 4;
  const label = fieldLabel(task, field);
  if (!isRegion) return codecs.place.write(type, fieldPlace(offset), 0, 'v', label, 2);
  if (type.kind === 'string')
    return [...check(type, 'v', label, imports, 2), `this.$memory.writeString(${word}, v);`];
  if (type.kind === 'bytes')
    return [...check(type, 'v', label, imports, 2), `this.$memory.writeBytes(${word}, v);`];
  const most = mostArchiveBytes(type);
  return [
    ...(type.kind === 'optional' ? clearWhenAbsent(word) : []),
    ...(most === undefined ? [`const bytes = ${codecs.archive.bound(type, 'v')};`] : []),
    `const w = this.$memory.beginRegion(${most ?? 'bytes'});`,
    ...codecs.archive.encode(type, 'v', label, 2),
    `this.$memory.endRegion(${word}, w, ${most ?? 'bytes'});`,
  ];
}

/** Blocks are used again: an absent value takes back what was there. */
function clearWhenAbsent(word: number): string[] {
  return block('if (v === undefined)', [
    `this.$memory.seg.u32[this.$memory.word + ${word}] = 0;`,
    `this.$memory.seg.u32[this.$memory.word + ${word + 1}] = 0;`,
    'return;',
  ]);
}
