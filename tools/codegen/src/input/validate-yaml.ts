/** Checks a YAML file against its schema and says in words what is wrong, and where. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { problemAt, type Problem } from '../errors.js';
import type { Position } from '../model/position.js';
import { didYouMean, nearest } from '../model/nearest.js';
import { shown } from '../model/shown.js';
import type { YamlFile } from './yaml-document.js';

const RULE = 'yaml-schema';
const IN_WORDS: Readonly<Record<string, string>> = { array: 'a list', integer: 'a whole number' };
const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
const compiled = new Map<object, ValidateFunction>();

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
}

export function validateYaml(yaml: YamlFile, schema: Schema): Problem[] {
  if (yaml.problems.length > 0) return [...yaml.problems];
  let validate = compiled.get(schema);
  if (validate === undefined) compiled.set(schema, (validate = ajv.compile(schema)));
  if (validate(yaml.data)) return [];
  return (validate.errors ?? []).map((error) => describe(yaml, schema, error));
}

function describe(yaml: YamlFile, schema: Schema, error: ErrorObject): Problem {
  const key = error.instancePath.split('/')[1] ?? '';
  const at = yaml.at(error.instancePath);
  switch (error.keyword) {
    case 'required':
      return missing(yaml, schema, String(error.params.missingProperty));
    case 'additionalProperties':
      return unknownKey(yaml, schema, String(error.params.additionalProperty));
    case 'pattern':
      if (key === 'version')
        return problemAt(at, RULE, `version ${quoted(error.data)} is not a version`, versionHint(error.data));
      return problemAt(at, RULE, `${key} ${quoted(error.data)} is not a name`, nameHint(error.data));
    case 'type':
      if (key === '') return problemAt(at, RULE, 'a mapping of keys to values is expected');
      if (!(key in schema.properties)) return unknownKey(yaml, schema, key);
      return wrongType(at, key, error);
    default:
      return problemAt(at, RULE, `${key}: ${error.message ?? 'not valid'}`);
  }
}

function quoted(text: unknown): string {
  return shown(text).replace(/^"|"$/g, "'");
}

/** The intended version, if it can be told. */
function versionHint(written: unknown): string {
  const numbers = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/i.exec(String(written).trim())?.slice(1);
  if (numbers === undefined) return 'three numbers with dots between them, such as 1.0.0 or 2.1.0-beta.1';
  return `three numbers: ${numbers.map((number) => BigInt(number ?? 0)).join('.')}`;
}

/** The characters that a name may have, or the closest valid name. */
function nameHint(written: unknown): string {
  const proposal = String(written)
    .trim()
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return `a letter, then letters, digits and _${proposal === '' ? '' : `: ${proposal}`}`;
}

/** Repeated keys. */
export function duplicateKeys(yaml: YamlFile, keys: readonly string[]): Problem[] {
  const lines = new Map<string, number>();
  return yaml.entries.flatMap(({ key, keyAt }) => {
    const first = lines.get(key);
    if (first === undefined) lines.set(key, keyAt.line);
    if (first === undefined || !keys.includes(key)) return [];
    return [
      problemAt(keyAt, 'duplicate-key', `${key} occurs twice, first in line ${first}`, 'keep one of the two'),
    ];
  });
}

function missing(yaml: YamlFile, schema: Schema, key: string): Problem {
  const written = yaml.entries.map((entry) => entry.key).filter((name) => !(name in schema.properties));
  const similar = nearest(key, written);
  const hint =
    similar === undefined
      ? `add a line such as \`${key}: ${example(key)}\``
      : `is \`${similar}\` meant to be it?`;
  return problemAt(yaml.at(''), RULE, `${key} is missing`, hint);
}

function unknownKey(yaml: YamlFile, schema: Schema, key: string): Problem {
  const at = yaml.entries.find((entry) => entry.key === key)?.keyAt ?? yaml.at('');
  const known = Object.keys(schema.properties);
  if (key === '<<')
    return problemAt(at, RULE, `unknown key '<<'`, 'YAML 1.2 has no merge keys: write the lines out');
  return problemAt(
    at,
    RULE,
    `unknown key '${key}'`,
    didYouMean(key, known) ?? `known keys are ${known.join(', ')}`,
  );
}

function wrongType(at: Position, key: string, error: ErrorObject): Problem {
  const expected = [error.params.type as string | string[]].flat().filter((type) => type !== 'null');
  const hint =
    key === 'version'
      ? versionHint(error.data)
      : expected.includes('string') && typeof error.data === 'number'
        ? `quote it: "${error.data}"`
        : key === 'methods'
          ? 'a list of names such as [kCreate, kSend]; ids of your own stand as lines `kSend: 10` beside module_name'
          : undefined;
  const wanted = IN_WORDS[expected[0]!] ?? `a ${expected[0]}`;
  return problemAt(at, RULE, `${key}: ${wanted} is expected, not ${shown(error.data)}`, hint);
}

function example(key: string): string {
  if (key === 'version') return '1.0.0';
  if (key === 'namespace') return 'my_project';
  return key === 'methods' ? '[kCreate, kDestroy]' : 'my_module';
}
