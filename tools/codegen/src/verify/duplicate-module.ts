import { basename } from 'node:path';
import { problemAt } from '../errors.js';
import { moduleKey } from '../model/method.js';
import type { Rule } from './rule.js';

/** `<namespace>_<module>` finds one module. */
export const duplicateModule: Rule = {
  name: 'duplicate-module',
  *check(module, all) {
    const key = moduleKey(module);
    const twin = all.find((other) => other.dir !== module.dir && other.key === key);
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
