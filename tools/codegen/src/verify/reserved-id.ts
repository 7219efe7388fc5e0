import { problemAt } from '../errors.js';
import { isEnabled } from '../model/method.js';
import { nextFreeId } from '../model/next-free-id.js';
import type { Rule } from './rule.js';

/** No method has an id that the module has reserved. */
export const reservedId: Rule = {
  name: 'reserved-id',
  *check(module) {
    for (const { value, at } of module.yaml.reserved) {
      const owner = module.yaml.methods.filter(isEnabled).find(({ id }) => id === value);
      if (owner === undefined) continue;
      yield problemAt(
        owner.idAt,
        this.name,
        `id ${value} of ${owner.name} is reserved (line ${at.line})`,
        `the next free id is ${nextFreeId(module)}`,
      );
    }
  },
};
