/** The shape of the two YAML files, as JSON Schema. What the schema cannot say is a rule in verify/. */
const NAME = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_]*$' } as const;
const TEXT = { type: 'string' } as const;
const VERSION = { type: 'string', minLength: 1 } as const;
const NAMES = { type: 'array', items: { type: 'string', minLength: 1 } } as const;

/** Keys that describe a module, as opposed to its methods. */
export const MODULE_KEYS = [
  'module_name',
  'namespace',
  'version',
  'description',
  'author',
  'dependencies',
  'reserved',
] as const;
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
  // Ids of methods that are gone: no later method gets them.
  reserved: { type: ['array', 'null'], items: { type: 'integer' } },
} as const;

/** `module_name` and one line `kMethod: id` for each method. */
export const moduleSchema = {
  type: 'object',
  properties: { module_name: NAME, ...common },
  // Whatever else has a number for its value is meant to be a method; rules check name and id.
  patternProperties: { '^k': {} },
  required: ['module_name', 'version'],
  additionalProperties: { type: 'number' },
} as const;

/** The guide's second form: `name` and a list `methods`, numbered in their order; the first form may stand beside it. */
export const moduleListSchema = {
  type: 'object',
  properties: { name: NAME, methods: NAMES, module_name: NAME, ...common },
  patternProperties: { '^k': {} },
  required: ['name', 'version', 'methods'],
  additionalProperties: false,
} as const;
