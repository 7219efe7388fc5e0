/** Reads chimaera_mod.lock.json. The generator writes it, but people merge it. */
import { problemAt, type Problem } from '../errors.js';
import {
  LOCK_FORMAT,
  type EnumValues,
  type Lock,
  type LockedField,
  type LockedMethod,
  type LockFile,
} from '../model/lock.js';
import type { Direction } from '../model/module.js';
import type { TextFile } from './inputs.js';

const RULE = 'lock-file';
const FIELD = /^(InOut|In|Out) (.+) @(\d+)$/;
const HINT = 'take the text of one side of a merge, or that of the last commit, and refresh again';

export function readLockFile({ path, text }: TextFile): { lockFile?: LockFile; problems: Problem[] } {
  try {
    const lock = lockFrom(JSON.parse(text) as unknown);
    return { lockFile: { path, text, lock }, problems: [] };
  } catch (error) {
    const line = Math.max(1, text.split('\n').findIndex((it) => /^(<{7}|={7}|>{7})/.test(it)) + 1);
    const message = `not a lock file: ${(error as Error).message.split('\n')[0]}`;
    return { problems: [problemAt({ file: path, line, column: 1 }, RULE, message, HINT)] };
  }
}

function lockFrom(data: unknown): Lock {
  const { format, module, version, methods, createParams, enums, reserved, draft } = objectOf(data, 'it');
  if (format !== LOCK_FORMAT)
    throw new Error(`its format is ${String(format)}, and this generator knows ${LOCK_FORMAT}`);
  return {
    module: textOf(module, 'module'),
    version: textOf(version, 'version'),
    methods: Object.entries(objectOf(methods, 'methods')).map(([name, value]) => methodFrom(name, value)),
    createParams: Object.entries(objectOf(createParams, 'createParams')).map(([name, type]) => ({
      name,
      type: textOf(type, name),
    })),
    enums: Object.fromEntries(
      Object.entries(objectOf(enums, 'enums')).map(([name, values]) => [name, numbersOf(values, name)]),
    ),
    reserved: numbersOf(reserved, 'reserved'),
    isDraft: draft === true,
  };
}

function methodFrom(name: string, data: unknown): LockedMethod {
  const { id, layoutHash, bytes, fields } = objectOf(data, name);
  return {
    name,
    id: numberOf(id, `id of ${name}`),
    layoutHash: numberOf(Number(layoutHash), `layoutHash of ${name}`),
    bytes: numberOf(bytes, `bytes of ${name}`),
    fields: Object.entries(objectOf(fields, `fields of ${name}`)).map(([field, text]) =>
      fieldFrom(field, textOf(text, field)),
    ),
  };
}

function fieldFrom(name: string, text: string): LockedField {
  const parts = FIELD.exec(text);
  if (parts === null) throw new Error(`'${text}' is no field`);
  return { name, direction: parts[1] as Direction, type: parts[2]!, offset: Number(parts[3]) };
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Error(`${what} is no object`);
}

function textOf(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${what} is no text`);
}

function numberOf(value: unknown, what: string): number {
  if (Number.isInteger(value)) return value as number;
  throw new Error(`${what} is no whole number`);
}

function numbersOf(value: unknown, what: string): EnumValues {
  const entries = Object.entries(objectOf(value, what));
  return Object.fromEntries(entries.map(([name, number]) => [name, numberOf(number, name)]));
}
