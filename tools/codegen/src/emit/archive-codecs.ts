/**
 * Emits functions that write a value to an archive and read it back: straight-line code, in the order of declaration.
 */
import {
  typeText,
  type CompositeType,
  type EnumType,
  type FieldType,
  type FixedArrayType,
  type MapType,
  type StructType,
  type VectorType,
} from '../model/field-type.js';
import { leastArchiveBytes, mostArchiveBytes, SCALAR_BYTES } from '../model/sizes.js';
import { check } from './checks.js';
import type { CodecKind, Codecs } from './codecs.js';
import { decodeFlatVector, encodeFlatVector, isFlat } from './flat-vectors.js';
import { block, guard, indent, list } from './text.js';
import { scalarType, tsType } from './ts-types.js';

/** Room for the count of a packed list, the alignment of its elements, and the padding of the last word. */
const PACKED_EXTRA_BYTES = 16;
const EMPTY_SCALARS: Readonly<Record<string, string>> = { boolean: 'false', number: '0', bigint: '0n' };

export class ArchiveCodecs {
  constructor(private readonly codecs: Codecs) {}

  /** Statements that check a value and write it to `w`. */
  encode(type: FieldType, v: string, name: string, depth: number): string[] {
    if (isComposite(type)) return [`${this.codecs.need('encode', type)}(w, ${v}, ${name});`];
    return [...check(type, v, name, this.codecs.imports, depth), `w.${method(type)}(${v});`];
  }

  /** Expression that reads a value from a reader. */
  decode(type: FieldType, reader = 'r'): string {
    if (type.kind === 'enum') return `${this.codecs.need('to', type)}(${reader}.u32())`;
    if (isComposite(type)) return `${this.codecs.need('decode', type)}(${reader})`;
    return `${reader}.${method(type)}()`;
  }

  /** Expression for a number of bytes that is enough for a value. */
  bound(type: FieldType, v: string): string {
    const most = mostArchiveBytes(type);
    if (most !== undefined) return String(most);
    if (type.kind === 'string') return `${this.codecs.imports.value('stringBound')}(${v})`;
    if (type.kind === 'bytes') return `${this.codecs.imports.value('bytesBound')}(${v})`;
    return `${this.codecs.need('bound', type as CompositeType)}(${v})`;
  }

  /** Expression for the value of a field that nobody has written. */
  empty(type: FieldType): string {
    switch (type.kind) {
      case 'scalar':
        return EMPTY_SCALARS[scalarType(type.name)]!;
      case 'string':
        return `''`;
      case 'bytes':
        return 'new Uint8Array(0)';
      case 'poolId':
        return `new ${this.codecs.imports.value('PoolId')}(0, 0)`;
      case 'enum':
        return String(type.members[0]!.value);
      case 'vector':
        return '[]';
      case 'map':
        return 'new Map()';
      case 'fixedArray':
      case 'struct':
        return `${this.codecs.need('empty', type)}()`;
      default:
        return 'undefined';
    }
  }

  emit(kind: CodecKind, name: string, type: CompositeType | EnumType): string[] {
    const { imports } = this.codecs;
    const value = tsType(type, imports, 'write');
    if (type.kind === 'enum') return signature(name, ['v: number'], tsType(type, imports), this.toEnum(type));
    switch (kind) {
      case 'encode': {
        const params = [`w: ${imports.type('Writer')}`, `v: ${value}`, 'name: string'];
        return signature(name, params, 'void', this.encodeBody(type));
      }
      case 'decode':
        return signature(
          name,
          [`r: ${imports.type('Reader')}`],
          tsType(type, imports),
          this.decodeBody(type),
        );
      case 'bound':
        return signature(name, [`v: ${value}`], 'number', this.boundBody(type));
      default:
        return signature(name, [], tsType(type, imports), this.emptyBody(type));
    }
  }

  private encodeBody(type: CompositeType): string[] {
    const refuse = check(type, 'v', 'name', this.codecs.imports, 1);
    switch (type.kind) {
      case 'struct':
        return [
          ...refuse,
          ...type.members.flatMap((member) =>
            this.encode(member.type, `v.${member.name}`, `\`\${name}.${member.name}\``, 1),
          ),
        ];
      case 'fixedArray':
        return [...refuse, ...each(this.encode(type.element, 'item', 'name', 2))];
      case 'vector':
        return [...refuse, ...this.encodeVector(type.element)];
      case 'map':
        return [...refuse, ...this.encodeMap(type)];
      case 'optional':
        return [
          'w.bool(v !== undefined);',
          ...block('if (v !== undefined)', this.encode(type.value, 'v', 'name', 2)),
        ];
    }
  }

  /** Elements that are a single number are packed behind the count. */
  private encodeVector(element: FieldType): string[] {
    const packed = packedMethod(element);
    if (isFlat(element)) return encodeFlatVector(element, this.codecs.imports);
    if (packed === undefined) return ['w.count(v.length);', ...each(this.encode(element, 'item', 'name', 2))];
    return [...each(check(element, 'item', 'name', this.codecs.imports, 2)), `w.${packed}(v);`];
  }

  private encodeMap(type: MapType): string[] {
    const body = [...this.encode(type.key, 'key', 'name', 2), ...this.encode(type.value, 'item', 'name', 2)];
    return ['w.count(v.size);', ...block('for (const [key, item] of v)', body)];
  }

  private decodeBody(type: CompositeType): string[] {
    const { imports } = this.codecs;
    switch (type.kind) {
      case 'struct':
        return this.decodeStruct(type);
      case 'optional':
        return [`return r.bool() ? ${this.decode(type.value)} : undefined;`];
      case 'map': {
        const entry = [`const key = ${this.decode(type.key)};`, `v.set(key, ${this.decode(type.value)});`];
        return [
          `const count = r.count(${leastArchiveBytes(type.key) + leastArchiveBytes(type.value)});`,
          `const v: ${tsType(type, imports)} = new Map();`,
          ...block('for (let i = 0; i < count; i++)', entry),
          'return v;',
        ];
      }
      case 'vector':
      case 'fixedArray':
        return this.decodeList(type);
    }
  }

  private decodeStruct(type: StructType): string[] {
    const members = type.members.map((member) => `${member.name}: ${this.decode(member.type)},`);
    return ['return {', ...indent(members), '};'];
  }

  /** A number that somebody else has written need not be a member; one that nobody has written is 0. */
  private toEnum({ name, members }: EnumType): string[] {
    const bad = `${this.codecs.imports.value('badData')}('${name}', v)`;
    const values = members.map(({ value }) => value).sort((a, b) => a - b);
    const last = values.at(-1)!;
    if (last === values.length - 1) return [`if (v > ${last}) ${bad};`, `return v as ${name};`];
    const known = guard(values.map((value) => `v === ${value}`).join(' || '), 'return v;', 1);
    const otherwise = values[0] === 0 ? bad : `v === 0 ? ${members[0]!.value} : ${bad}`;
    return [...known, `return ${otherwise};`];
  }

  private decodeList(type: VectorType | FixedArrayType): string[] {
    const { imports } = this.codecs;
    const { element } = type;
    const packed = type.kind === 'vector' ? packedMethod(element) : undefined;
    if (packed !== undefined && element.kind === 'enum')
      return [`return r.${packed}().map(${this.codecs.need('to', element)});`];
    if (type.kind === 'vector' && isFlat(element)) return decodeFlatVector(element, this.codecs);
    if (packed !== undefined) return [`return r.${packed}();`];
    const count = type.kind === 'vector' ? 'count' : String(type.length);
    return [
      ...(type.kind === 'vector' ? [`const count = r.count(${leastArchiveBytes(element)});`] : []),
      `const v: ${tsType({ kind: 'vector', element }, imports)} = [];`,
      ...block(`for (let i = 0; i < ${count}; i++)`, [`v.push(${this.decode(element)});`]),
      'return v;',
    ];
  }

  private boundBody(type: CompositeType): string[] {
    switch (type.kind) {
      case 'struct': {
        const known = type.members.reduce((sum, member) => sum + (mostArchiveBytes(member.type) ?? 0), 0);
        const others = type.members.filter((member) => mostArchiveBytes(member.type) === undefined);
        return [
          `if (typeof v !== 'object' || v === null) return 0;`,
          `let bytes = ${known};`,
          ...others.map((member) => `bytes += ${this.bound(member.type, `v.${member.name}`)};`),
          'return bytes;',
        ];
      }
      case 'optional':
        return [`return v === undefined ? 4 : 4 + ${this.bound(type.value, 'v')};`];
      case 'vector':
        return this.boundVector(type.element);
      case 'map': {
        const [key, item] = [this.bound(type.key, 'key'), this.bound(type.value, 'item')];
        const isKnown = /^\d+$/.test(key) && /^\d+$/.test(item);
        if (isKnown) return [`return v instanceof Map ? 4 + v.size * ${Number(key) + Number(item)} : 4;`];
        const names = [/^\d+$/.test(key) ? '' : 'key', /^\d+$/.test(item) ? '' : ', item'];
        return [
          'if (!(v instanceof Map)) return 4;',
          'let bytes = 4;',
          `for (const [${names.join('')}] of v) bytes += ${key} + ${item};`,
          'return bytes;',
        ];
      }
      case 'fixedArray':
        throw new Error('the size of a fixed array is known');
    }
  }

  private boundVector(element: FieldType): string[] {
    const width = packedWidth(element);
    if (width !== undefined) {
      const bytes = width === 1 ? 'v.length' : `v.length * ${width}`;
      return [`return ${PACKED_EXTRA_BYTES} + (Array.isArray(v) ? ${bytes} : 0);`];
    }
    const most = mostArchiveBytes(element);
    if (most !== undefined) return [`return 4 + (Array.isArray(v) ? v.length * ${most} : 0);`];
    return [
      'if (!Array.isArray(v)) return 4;',
      'let bytes = 4;',
      `for (const item of v) bytes += ${this.bound(element, 'item')};`,
      'return bytes;',
    ];
  }

  private emptyBody(type: CompositeType): string[] {
    if (type.kind === 'struct') {
      return [
        'return {',
        ...indent(type.members.map((member) => `${member.name}: ${this.empty(member.type)},`)),
        '};',
      ];
    }
    if (type.kind !== 'fixedArray') throw new Error(`${type.kind} needs no function for its empty value`);
    return [`return Array.from({ length: ${type.length} }, () => ${this.empty(type.element)});`];
  }
}

function isComposite(type: FieldType): type is CompositeType {
  return ['struct', 'fixedArray', 'vector', 'map', 'optional'].includes(type.kind);
}

/** Method of Writer and Reader for a value that is not composite. */
function method(type: FieldType): string {
  if (type.kind === 'scalar') return type.name;
  if (type.kind === 'enum') return 'u32';
  if (type.kind === 'invalid') throw new Error(`${typeText(type)} cannot be in an archive`);
  return type.kind;
}

function packedMethod(element: FieldType): string | undefined {
  if (element.kind === 'enum') return 'u32s';
  return element.kind === 'scalar' ? `${element.name}s` : undefined;
}

function packedWidth(element: FieldType): number | undefined {
  if (element.kind === 'enum') return 4;
  return element.kind === 'scalar' ? SCALAR_BYTES[element.name] : undefined;
}

function each(body: readonly string[]): string[] {
  return body.length === 0 ? [] : block('for (const item of v)', body);
}

function signature(
  name: string,
  params: readonly string[],
  result: string,
  body: readonly string[],
): string[] {
  const head = list(`function ${name}(`, params, `): ${result} {`);
  return [...head, ...indent(body), '}'];
}
