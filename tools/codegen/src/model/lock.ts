/**
 * What was promised to clients that are already built: committed beside chimaera_mod.yaml, compared at every refresh.
 * Names of methods, fields and enum members are part of it, names of structs are not.
 */
import { typeText, type EnumType, type FieldType } from './field-type.js';
import { contractText, fnv1a } from './layout-hash.js';
import { layoutOf } from './layout.js';
import { methodsOf, moduleKey } from './method.js';
import type { Direction, Module, TaskClass } from './module.js';

/** Beside chimaera_mod.yaml. */
export const LOCK_FILE = 'chimaera_mod.lock.json';

export const LOCK_FORMAT = 1;

export interface LockedField {
  readonly name: string;
  readonly direction: Direction;
  /** Structs written out: `{x: f64; y: f64}`, enums by name: `enum Color`. */
  readonly type: string;
  /** From the start of the block. */
  readonly offset: number;
}

export interface LockedMethod {
  readonly name: string;
  readonly id: number;
  readonly layoutHash: number;
  /** Size of the fixed part of a block. */
  readonly bytes: number;
  readonly fields: readonly LockedField[];
}

export type EnumValues = Readonly<Record<string, number>>;

export interface Lock {
  /** `<namespace>_<module>` */
  readonly module: string;
  readonly version: string;
  readonly methods: readonly LockedMethod[];
  readonly createParams: readonly { readonly name: string; readonly type: string }[];
  readonly enums: Readonly<Record<string, EnumValues>>;
  /** Removed methods, with the ids that nobody else gets. */
  readonly reserved: Readonly<Record<string, number>>;
  /** The module is as the templates made it: its example method may be replaced as if it had never existed. */
  readonly isDraft: boolean;
}

/** A lock with the file it was read from. */
export interface LockFile {
  readonly path: string;
  readonly text: string;
  readonly lock: Lock;
}

/**
 * The lock of a module in its present form; what `last` promised and is gone stays reserved.
 * @param isNew whether the module was just made from the templates
 */
export function lockOf(module: Module, last: Lock | undefined, isNew = false): Lock {
  const key = moduleKey(module);
  const enums = new Map<string, EnumType>();
  const methods = methodsOf(module).flatMap((method) => {
    if (method.task === undefined) return [];
    const { fields, bytes } = fieldsOf(method.task, enums);
    const layoutHash = fnv1a(contractText(key, method.key, method.id, method.task));
    return [{ name: method.key, id: method.id, layoutHash, bytes, fields }];
  });
  const params = module.tasks?.createParams?.fields ?? [];
  return {
    module: key,
    version: module.yaml.version,
    methods,
    createParams: params.map(({ name, type }) => ({ name, type: lockedType(type, enums) })),
    enums: Object.fromEntries(
      [...enums.values()].map(({ name, members }) => [
        name,
        Object.fromEntries(members.map((member) => [member.name, member.value])),
      ]),
    ),
    reserved: last !== undefined && isReplaced(last, methods) ? {} : reservedAfter(methods, last),
    isDraft: last === undefined ? isNew : last.isDraft && isEqual(methods, last.methods),
  };
}

function fieldsOf(task: TaskClass, enums: Map<string, EnumType>) {
  const layout = layoutOf(task);
  const fields = layout.fields.map(({ name, direction, type, offset }) => ({
    name,
    direction,
    type: lockedType(type, enums),
    offset,
  }));
  return { fields, bytes: layout.fixedBytes };
}

/** Whether nothing is left of the method that the templates gave as an example. */
export function isReplaced(last: Lock, methods: readonly { readonly name: string }[]): boolean {
  return last.isDraft && !methods.some(({ name }) => last.methods.some((old) => old.name === name));
}

function isEqual(a: readonly LockedMethod[], b: readonly LockedMethod[]): boolean {
  return a.length === b.length && a.every((method, i) => method.layoutHash === b[i]!.layoutHash);
}

function reservedAfter(methods: readonly LockedMethod[], last: Lock | undefined): Record<string, number> {
  const inUse = new Set(methods.map(({ id }) => id));
  const gone = [
    ...Object.entries(last?.reserved ?? {}),
    ...(last?.methods ?? []).map(({ name, id }) => [name, id] as const),
  ];
  return Object.fromEntries(gone.filter(([, id]) => !inUse.has(id)).sort(([, a], [, b]) => a - b));
}

/** The type as the lock has it; collects the enums in it. */
function lockedType(type: FieldType, enums: Map<string, EnumType>): string {
  switch (type.kind) {
    case 'enum':
      enums.set(type.name, type);
      return `enum ${type.name}`;
    case 'struct':
      return `{${type.members.map(({ name, type: of }) => `${name}: ${lockedType(of, enums)}`).join('; ')}}`;
    case 'fixedArray':
      return `FixedArray<${lockedType(type.element, enums)}, ${type.length}>`;
    case 'vector':
      return `Vector<${lockedType(type.element, enums)}>`;
    case 'map':
      return `HashMap<${lockedType(type.key, enums)}, ${lockedType(type.value, enums)}>`;
    case 'optional':
      return `Optional<${lockedType(type.value, enums)}>`;
    default:
      return typeText(type);
  }
}
