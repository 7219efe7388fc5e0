/**
 * Functions for values of more than one word: structs, lists, maps and optional values. Each is emitted once per file,
 * when something first needs it, and named after the type: `encodeBlockVector`, `readPoint`.
 *
 * - `read`, `write`: in place, in the fixed area of a task
 * - `to`: from a number in memory or in an archive to a member of an enum
 * - `encode`, `decode`, `bound`: in an archive (bound: enough bytes for it; tolerates any value, because `encode`
 *   refuses bad ones)
 */
import { typeText, type CompositeType, type EnumType, type FieldType } from '../model/field-type.js';
import { upperFirst } from '../model/names.js';
import { ArchiveCodecs } from './archive-codecs.js';
import type { Imports } from './imports.js';
import { PlaceCodecs } from './place-codecs.js';

export type CodecKind = 'read' | 'write' | 'to' | 'encode' | 'decode' | 'bound' | 'empty';

interface Codec {
  readonly name: string;
  lines: readonly string[];
}

export class Codecs {
  /** By kind and type, in the order of completion, so that each function comes after those that it needs. */
  private readonly codecs = new Map<string, Codec>();
  private readonly complete: Codec[] = [];
  readonly archive: ArchiveCodecs;
  readonly place: PlaceCodecs;

  constructor(readonly imports: Imports) {
    this.archive = new ArchiveCodecs(this);
    this.place = new PlaceCodecs(this);
  }

  /** Name of the function for a type, which is emitted if it does not exist yet. */
  need(kind: CodecKind, type: CompositeType | EnumType): string {
    const key = `${kind} ${typeText(type)}`;
    const known = this.codecs.get(key);
    if (known !== undefined) return known.name;
    const codec: Codec = { name: this.freeName(kind + typeName(type)), lines: [] };
    this.codecs.set(key, codec);
    const inPlace = kind === 'read' || kind === 'write';
    codec.lines = inPlace
      ? this.place.emit(kind, codec.name, type)
      : this.archive.emit(kind, codec.name, type);
    this.complete.push(codec);
    return codec.name;
  }

  lines(): (readonly string[])[] {
    return this.complete.map(({ lines }) => lines);
  }

  /** A struct may be named U32Vector. */
  private freeName(wanted: string): string {
    const taken = new Set([...this.codecs.values()].map(({ name }) => name));
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}${i}`;
    return name;
  }
}

/** `BlockVector`, `StringToU32Map`, `U16Array3`, `OptionalU32` */
function typeName(type: FieldType): string {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
    case 'struct':
      return upperFirst(type.name);
    case 'vector':
      return `${typeName(type.element)}Vector`;
    case 'fixedArray':
      return `${typeName(type.element)}Array${type.length}`;
    case 'map':
      return `${typeName(type.key)}To${typeName(type.value)}Map`;
    case 'optional':
      return `Optional${typeName(type.value)}`;
    default:
      return upperFirst(type.kind);
  }
}
