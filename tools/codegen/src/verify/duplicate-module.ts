import { basename } from 'node:path';
import { problemAt } from '../errors.js';
import { moduleKey } from '../model/method.js';
import type { Rule } from './rule.js';

/** `<namespace>_<module>` finds one module. */
export const duplicateModule: Rule = {
  name: 'duplicate-module',
  *check(module, modules) {
    const twin = modules
      .slice(0, modules.indexOf(module))
      .find((other) => moduleKey(other) === moduleKey(module));
    if (twin === undefined) return;
    const { at } = module.yaml.moduleName;
    yield problemAt(
      at,
      this.name,
      `${moduleKey(module)} is already the module in ${basename(twin.dir)}`,
      'give one of them another module_name',
    );
  },
};
