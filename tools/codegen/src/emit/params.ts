/** createParamsType: how CreateParams is read from YAML and travels to the runtime. */
import { typeText, type FieldType } from '../model/field-type.js';
import type { CreateParamsClass, ParamField } from '../model/module.js';
import { snakeCase } from '../model/names.js';
import type { Codecs } from './codecs.js';
import { assign, block, docComment, indent, list, WIDTH } from './text.js';

export function emitParams(params: CreateParamsClass, moduleKey: string, codecs: Codecs): string[] {
  const { imports } = codecs;
  const type = imports.value('CreateParams', '../tasks.js');
  const { fields } = params;
  const encode = fields.flatMap(({ name, type: of }) =>
    codecs.archive.encode(of, `params.${name}`, `'CreateParams.${name}'`, 2),
  );
  // A client built before a parameter was appended leaves it at its default.
  const decode = fields.flatMap(({ name, type: of }) => [
    'if (r.isAtEnd) return params;',
    ...assign(`params.${name}`, codecs.archive.decode(of), 2),
  ]);
  const mark = fields.length > 0 ? '' : '_';
  const body = [
    `lib: '${moduleKey}',`,
    ...describeFields(fields, codecs),
    ...property(block(`create(): ${type}`, [`return new ${type}();`])),
    ...property(block(`encode(${mark}params: ${type}, ${mark}w: ${imports.type('Writer')}): void`, encode)),
    ...property(
      block(`decode(${mark}r: ${imports.type('Reader')}): ${type}`, [
        ...(fields.length > 0
          ? [`const params = new ${type}();`, ...decode, 'return params;']
          : [`return new ${type}();`]),
      ]),
    ),
  ];
  return [
    ...docComment('CreateParams as the runtime reads it: from YAML, and from the task that creates a pool.'),
    `export const createParamsType = ${imports.value('defineParams')}<${type}>({`,
    ...indent(body),
    '});',
  ];
}

/** One per line, as the formatter does it; a single one shares the line with its brackets, if it fits. */
function describeFields(fields: readonly ParamField[], codecs: Codecs): string[] {
  if (fields.length === 0) return ['fields: [],'];
  const described = fields.flatMap((field) => describeField(field, codecs));
  const line = `fields: [${described[0]!.replace(/,$/, '')}],`;
  const isShort = described.length === 1 && 2 + line.length <= WIDTH;
  return isShort ? [line] : ['fields: [', ...indent(described), '],'];
}

function describeField({ name, type }: ParamField, codecs: Codecs): string[] {
  return list(
    '{',
    [`name: '${name}'`, `yaml: '${snakeCase(name)}'`, `type: ${describeType(type, codecs)}`],
    '},',
    2,
  );
}

function describeType(type: FieldType, codecs: Codecs): string {
  if (type.kind !== 'enum') return `'${typeText(type)}'`;
  return `{ enum: ${codecs.imports.value(type.name, '../tasks.js')} }`;
}

function property(lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === lines.length - 1 ? `${line},` : line));
}
