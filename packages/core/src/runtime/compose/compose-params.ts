import { didYouMean } from '../../config/did-you-mean.js';
import type { ComposeEntry, Place } from '../../config/runtime-config.js';
import { parseSize } from '../../config/sizes.js';
import { ChimaeraError } from '../../errors.js';
import type { ParamsField, ParamsFieldType, ParamsType } from '../../task/params-type.js';

/** Smallest and largest value of the integer types; those of 64 bits are bigints. */
const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  u8: [0n, 2n ** 8n - 1n],
  u16: [0n, 2n ** 16n - 1n],
  u32: [0n, 2n ** 32n - 1n],
  u64: [0n, 2n ** 64n - 1n],
  i8: [-(2n ** 7n), 2n ** 7n - 1n],
  i16: [-(2n ** 15n), 2n ** 15n - 1n],
  i32: [-(2n ** 31n), 2n ** 31n - 1n],
  i64: [-(2n ** 63n), 2n ** 63n - 1n],
};
const LIST = /^Vector<(.+)>$/;
const OPTIONAL = /^Optional<(.+)>$/;

/**
 * A module's CreateParams from YAML: names in snake_case, sizes as texts, enum values by name.
 * @throws ChimaeraError CONFIG_INVALID that names file, line and module, and lists what the module knows
 */
export function paramsFromYaml<P>(type: ParamsType<P>, entry: ComposeEntry): P {
  const params = type.create();
  for (const [key, value] of Object.entries(entry.params)) {
    const field = type.fields.find(({ yaml }) => yaml === key);
    if (field === undefined) throw invalid(entry, unknownKey(type, key), entry.places?.[key]?.key);
    (params as Record<string, unknown>)[field.name] = fieldValue(field, value, entry);
  }
  return params;
}

/** An error that names the place in the file. */
export function invalid({ source, line }: ComposeEntry, message: string, place?: Place): ChimaeraError {
  if (place !== undefined)
    return new ChimaeraError('CONFIG_INVALID', `${place.position}: ${message}\n${place.excerpt}`);
  return new ChimaeraError('CONFIG_INVALID', `${source}${line === undefined ? '' : `:${line}`}: ${message}`);
}

function unknownKey({ lib, fields }: ParamsType<unknown>, key: string): string {
  const known = fields.map(({ yaml }) => yaml);
  const meant = didYouMean(key, known);
  const hint = meant === undefined ? '' : ` (did you mean '${meant}'?)`;
  return `${lib} has no parameter '${key}'${hint}; it has ${known.length === 0 ? 'none' : known.join(', ')}`;
}

function fieldValue({ yaml, type }: ParamsField, value: unknown, entry: ComposeEntry): unknown {
  try {
    return convert(type, value);
  } catch (error) {
    throw invalid(entry, `${yaml}: ${(error as Error).message}`, entry.places?.[yaml]?.value);
  }
}

function convert(type: ParamsFieldType, value: unknown): unknown {
  if (typeof type !== 'string') return enumValue(type.enum, value);
  if (type in RANGES) return wholeNumber(type, value);
  const element = LIST.exec(type)?.[1];
  if (element !== undefined) return listOf(element, value);
  const content = OPTIONAL.exec(type)?.[1];
  if (content !== undefined) return value === null ? undefined : convert(content, value);
  switch (type) {
    case 'string':
      return expect(typeof value === 'string', value, 'a text; put a number in quotes');
    case 'bool':
      return expect(typeof value === 'boolean', value, 'true or false');
    case 'f32':
    case 'f64':
      return typeof value === 'bigint' ? Number(value) : expect(typeof value === 'number', value, 'a number');
    case 'size':
      return parseSize(
        expect(
          typeof value === 'string' || typeof value === 'number',
          value,
          'a size such as 64MB',
        ) as string,
      );
    case 'bytes':
      return Buffer.from(expect(typeof value === 'string', value, 'a text') as string);
    default:
      throw new Error(`a ${type} cannot be written in YAML; create the pool from a program`);
  }
}

function enumValue(members: Readonly<Record<string, number>>, value: unknown): number {
  for (const [name, number] of Object.entries(members)) {
    if (value === number || (typeof value === 'string' && plainName(value) === plainName(name)))
      return number;
  }
  return expect(false, value, `one of ${Object.keys(members).map(plainName).join(', ')}`) as number;
}

/** Makes `kFile`, `FILE` and `file` the same name. */
function plainName(name: string): string {
  return name
    .replace(/^k(?=[A-Z])/, '')
    .replaceAll(/[_-]/g, '')
    .toLowerCase();
}

function wholeNumber(type: string, value: unknown): number | bigint {
  const [least, most] = RANGES[type];
  const isWhole = typeof value === 'bigint' || Number.isSafeInteger(value);
  const number = isWhole ? BigInt(value as number | bigint) : undefined;
  const isIn = number !== undefined && number >= least && number <= most;
  expect(isIn, value, `a whole number from ${least} to ${most}`);
  return type.endsWith('64') ? (number as bigint) : Number(number);
}

function listOf(element: string, value: unknown): unknown[] {
  return (expect(Array.isArray(value), value, 'a list') as unknown[]).map((item) => convert(element, item));
}

function expect(is: boolean, value: unknown, what: string): unknown {
  if (is) return value;
  throw new Error(`it must be ${what}, not ${typeof value === 'bigint' ? value : JSON.stringify(value)}`);
}
