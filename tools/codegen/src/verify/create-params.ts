import { problemAt } from '../errors.js';
import { moduleKey } from '../model/method.js';
import { isReservedParam } from '../model/reserved-names.js';
import { snakeCase } from '../model/names.js';
import { invalidParts } from './field-type.js';
import type { Rule } from './rule.js';

/** What an entry of `compose:` says of its pool, beside the module's parameters. */
const COMPOSE_KEYS = ['mod_name', 'pool_name', 'pool_id', 'pool_query', 'containers'];

/** Every module has `export class CreateParams` with its library name and defaults (checklist group K). */
export const createParams: Rule = {
  name: 'create-params',
  *check(module) {
    const { tasks } = module;
    if (tasks === undefined) return;
    const key = moduleKey(module);
    const naming = `the library name is <namespace>_<module_name>: static readonly chimodLibName = '${key}';`;
    const params = tasks.createParams;
    if (params === undefined) {
      const start = { file: tasks.file, line: 1, column: 1 };
      yield problemAt(
        start,
        this.name,
        'class CreateParams is missing',
        `add \`export class CreateParams { static readonly chimodLibName = '${key}'; }\``,
      );
      return;
    }
    if (!params.isExported)
      yield problemAt(params.at, this.name, 'class CreateParams is not exported', 'write `export` before it');
    for (const { at, message, hint } of params.flaws) yield problemAt(at, this.name, message, hint);
    if (params.libName === undefined) {
      yield problemAt(params.at, this.name, 'CreateParams has no chimodLibName', naming);
    } else if (params.libName.value !== key) {
      const { value, at } = params.libName;
      const message =
        value === undefined
          ? 'chimodLibName is not a string literal'
          : `chimodLibName '${value}' is not this module's name '${key}'`;
      const isLibrary = value === `${key}_runtime`;
      yield problemAt(at, this.name, message, isLibrary ? `${naming} without _runtime` : naming);
    }
    const yamlNames = new Map<string, string>();
    for (const field of params.fields) {
      if (field.flaw !== undefined) yield problemAt(field.at, this.name, field.flaw.message, field.flaw.hint);
      yield* invalidParts(this.name, field.type);
      if (field.type.kind === 'bufferRef') {
        yield problemAt(
          field.at,
          this.name,
          `parameter ${field.name} is a BufferRef, which a pool cannot keep`,
          'write bytes',
        );
      }
      const yaml = snakeCase(field.name);
      if (isReservedParam(field.name)) {
        const message = `parameter ${field.name} is named like a member of every object`;
        yield problemAt(field.at, this.name, message, 'choose another name');
      } else if (COMPOSE_KEYS.includes(yaml)) {
        const message = `parameter ${field.name} is ${yaml} in YAML, which says something of every pool`;
        yield problemAt(field.at, this.name, message, 'choose another name');
      } else if (!/^[A-Za-z_$][\w$]*$/.test(field.name)) {
        const message = `parameter ${field.name} has no plain name`;
        yield problemAt(field.at, this.name, message, 'use letters and digits');
      }
      const twin = yamlNames.get(yaml);
      if (twin !== undefined) {
        yield problemAt(
          field.at,
          this.name,
          `parameters ${twin} and ${field.name} are both ${yaml} in YAML`,
          'rename one of them',
        );
      }
      yamlNames.set(yaml, field.name);
    }
  },
};
