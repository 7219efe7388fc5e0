import { problemAt } from '../errors.js';
import { BY_FORCE, type BreakingRule } from './rule.js';

/** `<namespace>_<module>` is what pools, configurations and clients name the module by. */
export const moduleName: BreakingRule = {
  name: 'breaking-module-name',
  *check({ lock }, { yaml, repo }, now) {
    if (lock.module === now.module) return;
    const isNamespace = lock.module.endsWith(`_${yaml.moduleName.value}`);
    const { at } = isNamespace ? (yaml.namespace ?? repo.namespace) : yaml.moduleName;
    const message =
      `the module was ${lock.module} and is now ${now.module}: clients that are built already, compose files and ` +
      'pools ask for the old name';
    yield problemAt(at, this.name, message, `give it its name back; ${BY_FORCE}`);
  },
};
