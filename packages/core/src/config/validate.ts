// Checks a YAML file against a JSON schema and says in words what is wrong. Importing this file loads ajv, so it is
// imported only when there is a file to check.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { ChimaeraError } from '../errors.js';
import { didYouMean } from './did-you-mean.js';
import type { Problem, YamlFile } from './yaml-file.js';

/** Only this many errors are looked up in the file; the first are shown. */
const MOST_ERRORS = 200;

/** The parts of a schema that messages use. */
interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, object>>;
  readonly patternProperties?: object;
  readonly enum?: readonly string[];
}

/** The contents of the file if it matches the schema; otherwise `CONFIG_INVALID` with all problems. */
export function validated(file: YamlFile, schema: object): unknown {
  const validate = compile(schema);
  const value = file.toValue();
  if (!validate(value)) {
    // Locating an error takes a search, and a hostile file has as many errors as bytes.
    const errors = (validate.errors ?? []).slice(0, MOST_ERRORS);
    file.rejectIf(errors.map((error) => problemOf(file, error)));
  }
  return value;
}

/** @throws ChimaeraError UNSUPPORTED_PLATFORM if this process may not make code from texts */
function compile(schema: object): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    allowMatchingProperties: true,
    logger: false,
  });
  try {
    return ajv.compile(schema);
  } catch (cause) {
    if ((cause as Error).name !== 'EvalError') throw cause;
    throw new ChimaeraError(
      'UNSUPPORTED_PLATFORM',
      'checking a configuration file generates code from its schema, which this process forbids; ' +
        'start it without --disallow-code-generation-from-strings, or do without the file',
      { cause },
    );
  }
}

function problemOf(file: YamlFile, error: ErrorObject): Problem {
  const path = pathOf(error.instancePath);
  const schema = error.parentSchema as Described;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      return { offset: file.offsetOfKey([...path, key]), message: unknownKey(key, path, schema) };
    }
    case 'required': {
      const key = String(error.params.missingProperty);
      return { offset: file.offsetOfValue(path), message: missingKey(key, path, schema, error.data) };
    }
    default:
      return { offset: file.offsetOfValue(path), message: wrongValue(path, schema, error) };
  }
}

function unknownKey(key: string, path: readonly string[], schema: Described): string {
  if (key === '<<')
    return `unknown key '<<' in ${nameOf(path)}; YAML 1.2 has no merge keys: write the lines out`;
  const hint = schema.patternProperties ? ' (parameters of a module are in snake_case)' : '';
  const known = Object.keys(schema.properties ?? {});
  const guess = didYouMean(key, known);
  const remedy = guess ? `did you mean '${guess}'?` : `the keys here are ${known.join(', ')}`;
  return `unknown key '${key}' in ${nameOf(path)}${hint}; ${remedy}`;
}

function missingKey(key: string, path: readonly string[], schema: Described, data: unknown): string {
  const present = Object.keys(data as object).filter((name) => !Object.hasOwn(schema.properties ?? {}, name));
  const guess = didYouMean(key, present);
  return `'${key}' is missing in ${nameOf(path)}${guess ? `; is '${guess}' a misspelling of it?` : ''}`;
}

function wrongValue(path: readonly string[], schema: Described, error: ErrorObject): string {
  const data: unknown = error.data;
  const wanted = schema.description ?? error.message ?? 'another value';
  const guess = schema.enum && typeof data === 'string' ? didYouMean(data, schema.enum) : undefined;
  return `${nameOf(path)} must be ${wanted}, not ${show(data)}${guess ? `; did you mean '${guess}'?` : ''}`;
}

function show(data: unknown): string {
  if (data === null || data === undefined) return 'empty';
  if (typeof data === 'number') return String(data); // JSON has no word for .nan and .inf
  if (Array.isArray(data)) return data.length === 0 ? 'an empty list' : 'a list';
  return typeof data === 'object' ? 'a mapping' : typeof data === 'bigint' ? `${data}` : JSON.stringify(data);
}

/** `compose[0].pool_id` */
function nameOf(path: readonly string[]): string {
  if (path.length === 0) return 'the file';
  return path.map((step, i) => (/^\d+$/.test(step) ? `[${step}]` : i > 0 ? `.${step}` : step)).join('');
}

/** The steps of a JSON pointer. */
function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
