/** Functions that read and write a struct or an array in the fixed area of a task. */
import type { CompositeType, EnumType, FieldType, FixedArrayType, StructType } from '../model/field-type.js';
import { fixedBytesOf, structLayout } from '../model/sizes.js';
import { check } from './checks.js';
import type { Codecs } from './codecs.js';
import { readPlace, variablePlace, writePlace, type Place } from './place.js';
import { block, indent } from './text.js';
import { tsType } from './ts-types.js';

export class PlaceCodecs {
  constructor(private readonly codecs: Codecs) {}

  /** Expression for the value of a fixed-size type at a place. */
  read(type: FieldType, place: Place, offset: number): string {
    if (type.kind === 'enum')
      return `${this.codecs.need('to', type)}(${readPlace(type, place, offset, this.codecs.imports)})`;
    if (type.kind !== 'struct' && type.kind !== 'fixedArray')
      return readPlace(type, place, offset, this.codecs.imports);
    return `${this.codecs.need('read', type)}(${place.task}, ${place.inBlock(offset)})`;
  }

  /** Statements that check a value and write it. `v` is a plain variable or a member of one. */
  write(type: FieldType, place: Place, offset: number, v: string, name: string, depth: number): string[] {
    const { imports } = this.codecs;
    if (type.kind === 'struct' || type.kind === 'fixedArray') {
      return [`${this.codecs.need('write', type)}(${place.task}, ${place.inBlock(offset)}, ${v}, ${name});`];
    }
    return [...check(type, v, name, imports, depth), writePlace(type, place, offset, v, imports)];
  }

  emit(kind: 'read' | 'write', name: string, type: CompositeType | EnumType): string[] {
    const { imports } = this.codecs;
    const task = `task: ${imports.type('Task')}, at: number`;
    if (type.kind !== 'struct' && type.kind !== 'fixedArray') throw new Error(`${type.kind} is not fixed`);
    if (kind === 'read') {
      const body = type.kind === 'struct' ? this.readStruct(type) : this.readArray(type);
      return block(`function ${name}(${task}): ${tsType(type, imports)}`, withLocals(body));
    }
    const body = type.kind === 'struct' ? this.writeStruct(type) : this.writeArray(type);
    const head = `function ${name}(${task}, v: ${tsType(type, imports, 'write')}, name: string): void`;
    return block(head, [...check(type, 'v', 'name', imports, 1), ...withLocals(body)]);
  }

  private readStruct(type: StructType): string[] {
    const place = variablePlace('base', 'at');
    const { offsets } = structLayout(type.members.map((member) => member.type));
    const members = type.members.map(
      (member, i) => `${member.name}: ${this.read(member.type, place, offsets[i]!)},`,
    );
    return ['return {', ...indent(members), '};'];
  }

  private writeStruct(type: StructType): string[] {
    const place = variablePlace('base', 'at');
    const { offsets } = structLayout(type.members.map((member) => member.type));
    return type.members.flatMap((member, i) =>
      this.write(member.type, place, offsets[i]!, `v.${member.name}`, `\`\${name}.${member.name}\``, 1),
    );
  }

  private readArray({ element, length }: FixedArrayType): string[] {
    const item = this.read(element, elementPlace(element), 0);
    return [
      `const v: ${tsType({ kind: 'vector', element }, this.codecs.imports)} = [];`,
      ...block(loop(length), [`v.push(${item});`]),
      'return v;',
    ];
  }

  private writeArray({ element, length }: FixedArrayType): string[] {
    const item = this.write(element, elementPlace(element), 0, 'item', 'name', 2);
    return block(loop(length), ['const item = v[i]!;', ...item]);
  }
}

function loop(length: number): string {
  return `for (let i = 0; i < ${length}; i++)`;
}

function elementPlace(element: FieldType): Place {
  const step = fixedBytesOf(element) === 1 ? 'i' : `i * ${fixedBytesOf(element)}`;
  return variablePlace(`base + ${step}`, `at + ${step}`);
}

/** Declares `seg` and `base` if the body uses them. */
function withLocals(body: readonly string[]): string[] {
  const text = body.join('\n');
  const locals: string[] = [];
  if (/\bseg\b/.test(text)) locals.push('const seg = task.$memory.seg;');
  if (/\bbase\b/.test(text)) locals.push('const base = task.$memory.base + at;');
  return [...locals, ...body];
}
