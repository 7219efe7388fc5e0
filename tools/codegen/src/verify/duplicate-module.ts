import { basename } from 'node:path';
import { problemAt } from '../errors.js';
import { moduleKey } from '../model/method.js';
import type { Rule } from './rule.js';

/** `<namespace>_<module>` finds one module. */
export const duplicateModule: Rule = {
  name: 'duplicate-module',
  *check(module, modules) {
    const key = moduleKey(module);
    const twin = modules.find((other) => other !== module && moduleKey(other) === key);
    if (twin === undefined) return;
    const { at } = module.yaml.moduleName;
    yield problemAt(
      at,
      this.name,
      `${key} is also the module in ${basename(twin.dir)}`,
      'give one of them another module_name',
    );
  },
};
