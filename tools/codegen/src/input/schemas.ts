/** The shape of the two YAML files, as JSON Schema. What a schema cannot express is a rule in verify/. */
const NAME = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]*$' } as const;
const TEXT = { type: 'string' } as const;
/** semver.org: an error with two versions must show which one is later. */
const VERSION = {
  type: 'string',
  pattern: '^(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)){2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$',
} as const;
const NAMES = { type: 'array', items: { type: 'string', minLength: 1 } } as const;

export const REPO_KEYS = ['namespace', 'version', 'description', 'modules'] as const;

const nothing = { type: ['null', 'string'] } as const;

export const repoSchema = {
  type: 'object',
  properties: { namespace: NAME, version: VERSION, description: nothing, modules: NAMES },
  required: ['namespace'],
  additionalProperties: false,
} as const;

const common = {
  namespace: NAME,
  version: VERSION,
  description: nothing,
  author: nothing,
  dependencies: { type: ['array', 'null'], items: TEXT },
  // Ids of removed methods, which no later method gets.
  reserved: { type: ['array', 'null'], items: { type: 'integer' } },
} as const;

export type NameKey = 'module_name' | 'name';

/** One line `kMethod: id` for each method. */
function linesSchema(nameKey: NameKey) {
  return {
    type: 'object',
    properties: { module_name: NAME, ...common, name: NAME },
    // Anything else that begins with k is meant to be a method; rules check name and id.
    patternProperties: { '^k': {} },
    required: [nameKey, 'version'],
    additionalProperties: { type: 'number' },
  };
}

/** A list `methods`, numbered in its order; lines of the first form may stand beside it. */
function listSchema(nameKey: NameKey) {
  return {
    type: 'object',
    properties: { methods: NAMES, name: NAME, module_name: NAME, ...common },
    patternProperties: { '^k': {} },
    required: [nameKey, 'version', 'methods'],
    additionalProperties: false,
  };
}

/** The guide's two forms, by the key of the module's name; either key goes with both. */
export const moduleSchemas = {
  lines: { module_name: linesSchema('module_name'), name: linesSchema('name') },
  list: { module_name: listSchema('module_name'), name: listSchema('name') },
} as const;
