import { problemAt } from '../errors.js';
import { methodsOf } from '../model/method.js';
import type { Rule } from './rule.js';

/**
 * Methods and monitors are plain public methods of class Runtime: generated code calls them, and takes what they
 * return.
 */
export const handlerForm: Rule = {
  name: 'handler-form',
  *check(module) {
    const uncallable = module.runtime?.uncallable ?? [];
    if (uncallable.length === 0) return;
    for (const { key, name, handler } of methodsOf(module)) {
      const roles = new Map([
        [handler, `the method of ${key}`],
        [`monitor${name}`, `the monitor of ${key}`],
      ]);
      for (const member of uncallable) {
        const role = roles.get(member.name);
        if (role === undefined) continue;
        const message = `${member.name} is ${role}, and cannot be called: it is ${member.is}`;
        yield problemAt(member.at, this.name, message, member.hint);
      }
    }
  },
};
