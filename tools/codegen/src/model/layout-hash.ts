/** The hash that a task carries so that sender and runtime find out when their layouts differ (design D2). */
import type { FieldType } from './field-type.js';
import type { TaskClass } from './module.js';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** `chimaera_MOD_NAME.kCustom#10{InOut data:string;In operationId:u32;}`: independent of formatting and comments. */
export function contractText(moduleKey: string, methodKey: string, id: number, task: TaskClass): string {
  const fields = task.fields.map((field) => `${field.direction} ${field.name}:${expandedText(field.type)};`);
  return `${moduleKey}.${methodKey}#${id}{${fields.join('')}}`;
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
