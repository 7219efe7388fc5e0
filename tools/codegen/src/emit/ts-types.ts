/** The TypeScript type of a field's values. */
import type { FieldType, ScalarName } from '../model/field-type.js';
import type { Imports } from './imports.js';

const TASKS = '../tasks.js';
const BIGINTS: readonly ScalarName[] = ['u64', 'i64'];

export function scalarType(name: ScalarName): string {
  if (name === 'bool') return 'boolean';
  return BIGINTS.includes(name) ? 'bigint' : 'number';
}

/**
 * @param access `read` for values that generated code returns, `write` for those that it takes: lists and maps that are
 * only read may be readonly
 */
export function tsType(type: FieldType, imports: Imports, access: 'read' | 'write' = 'read'): string {
  switch (type.kind) {
    case 'scalar':
      return scalarType(type.name);
    case 'string':
      return 'string';
    case 'bytes':
      return 'Uint8Array';
    case 'poolId':
      return imports.type('PoolId');
    case 'bufferRef':
      return imports.type('BufferRef');
    case 'enum':
    case 'struct':
      return imports.type(type.name, TASKS);
    case 'vector':
      return `${access === 'write' ? 'readonly ' : ''}${elementType(type.element, imports, access)}[]`;
    case 'fixedArray':
      return `readonly ${elementType(type.element, imports, access)}[]`;
    case 'map': {
      const map = access === 'write' ? 'ReadonlyMap' : 'Map';
      return `${map}<${tsType(type.key, imports)}, ${tsType(type.value, imports, access)}>`;
    }
    case 'optional':
      return `${tsType(type.value, imports, access)} | undefined`;
    case 'invalid':
      throw new Error(`unverified type reached the emitter: ${type.message}`);
  }
}

function elementType(type: FieldType, imports: Imports, access: 'read' | 'write'): string {
  const text = tsType(type, imports, access);
  // A union and the word readonly bind less tightly than the brackets.
  return type.kind === 'optional' || text.startsWith('readonly ') ? `(${text})` : text;
}
