import { type Problem, problemAt } from '../errors.js';
import { moduleKey } from '../model/method.js';
import type { CreateParamsClass, ParamField } from '../model/module.js';
import { isReservedParam } from '../model/reserved-names.js';
import { snakeCase } from '../model/names.js';
import { invalidParts } from './field-type.js';
import type { Rule } from './rule.js';

const RULE = 'create-params';

/** Keys of an entry of `compose:`, besides the module's parameters. */
const COMPOSE_KEYS = ['mod_name', 'pool_name', 'pool_id', 'pool_query', 'containers'];

/** Every module has `export class CreateParams` with its library name and defaults (checklist group K). */
export const createParams: Rule = {
  name: RULE,
  *check(module) {
    const { tasks } = module;
    if (tasks === undefined) return;
    const key = moduleKey(module);
    const params = tasks.createParams;
    if (params === undefined) {
      const start = { file: tasks.file, line: 1, column: 1 };
      yield problemAt(
        start,
        RULE,
        'class CreateParams is missing',
        `add \`export class CreateParams { static readonly chimodLibName = '${key}'; }\``,
      );
      return;
    }
    if (!params.isExported)
      yield problemAt(params.at, RULE, 'class CreateParams is not exported', 'write `export` before it');
    for (const { at, message, hint } of params.flaws) yield problemAt(at, RULE, message, hint);
    yield* wrongLibName(params, key);
    const namesInYaml = new Map<string, string>();
    for (const field of params.fields) {
      if (field.flaw !== undefined) yield problemAt(field.at, RULE, field.flaw.message, field.flaw.hint);
      yield* invalidParts(RULE, field.type);
      yield* wrongField(field);
      yield* sameInYaml(field, namesInYaml);
    }
  },
};

function* wrongLibName({ at, libName }: CreateParamsClass, key: string): Iterable<Problem> {
  const hint = `the library name is <namespace>_<module_name>: static readonly chimodLibName = '${key}';`;
  if (libName === undefined) {
    yield problemAt(at, RULE, 'CreateParams has no chimodLibName', hint);
  } else if (libName.value === undefined) {
    yield problemAt(libName.at, RULE, 'chimodLibName is not a string literal', hint);
  } else if (libName.value !== key) {
    const message = `chimodLibName '${libName.value}' is not this module's name '${key}'`;
    const isLibrary = libName.value === `${key}_runtime`;
    yield problemAt(libName.at, RULE, message, isLibrary ? `${hint} without _runtime` : hint);
  }
}

function* wrongField({ at, name, type }: ParamField): Iterable<Problem> {
  if (type.kind === 'bufferRef')
    yield problemAt(at, RULE, `parameter ${name} is a BufferRef, which a pool cannot keep`, 'write bytes');
  const yaml = snakeCase(name);
  if (isReservedParam(name)) {
    const message = `parameter ${name} is named like a member of every object`;
    yield problemAt(at, RULE, message, 'choose another name');
  } else if (COMPOSE_KEYS.includes(yaml)) {
    const message = `parameter ${name} is ${yaml} in YAML, which says something of every pool`;
    yield problemAt(at, RULE, message, 'choose another name');
  } else if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
    yield problemAt(at, RULE, `parameter ${name} has no plain name`, 'use letters and digits');
  }
}

/** @param names names of the previous fields, by their names in YAML */
function* sameInYaml({ at, name }: ParamField, names: Map<string, string>): Iterable<Problem> {
  const yaml = snakeCase(name);
  const twin = names.get(yaml);
  if (twin !== undefined)
    yield problemAt(
      at,
      RULE,
      `parameters ${twin} and ${name} are both ${yaml} in YAML`,
      'rename one of them',
    );
  names.set(yaml, name);
}
