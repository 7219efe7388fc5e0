/** The hash that a task carries, by which sender and runtime find out that their layouts differ (design D2). */
import type { FieldType } from './field-type.js';
import { layoutOf } from './layout.js';
import type { TaskClass } from './module.js';

/**
 * Version of the rules by which core and the emitters lay out a block and write its heap. Whoever changes one of them
 * increments it, so that modules and clients generated before and after the change meet with `LAYOUT_MISMATCH` and not
 * with wrong values.
 */
const LAYOUT_RULES = 2;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * `chimaera_MOD_NAME.kCustom#10/2{InOut data:string@92;In operationId:u32@100;}`: it includes the place of each field,
 * but not formatting or comments.
 */
export function contractText(moduleKey: string, methodKey: string, id: number, task: TaskClass): string {
  const fields = layoutOf(task).fields.map(
    ({ direction, name, type, offset }) => `${direction} ${name}:${expandedText(type)}@${offset};`,
  );
  return `${moduleKey}.${methodKey}#${id}/${LAYOUT_RULES}{${fields.join('')}}`;
}

/** FNV-1a over the UTF-8 bytes. */
export function fnv1a(text: string): number {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
}

function expandedText(type: FieldType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'struct':
      return `{${type.members.map((member) => `${member.name}:${expandedText(member.type)};`).join('')}}`;
    case 'fixedArray':
      return `FixedArray<${expandedText(type.element)},${type.length}>`;
    case 'vector':
      return `Vector<${expandedText(type.element)}>`;
    case 'map':
      return `HashMap<${expandedText(type.key)},${expandedText(type.value)}>`;
    case 'optional':
      return `Optional<${expandedText(type.value)}>`;
    default:
      return type.kind;
  }
}
