import { problemAt } from '../errors.js';
import { DISABLED_ID } from '../model/inherited-methods.js';
import { nextFreeId } from '../model/next-free-id.js';
import type { Rule } from './rule.js';

/** An id names one method. */
export const duplicateId: Rule = {
  name: 'duplicate-id',
  *check(module) {
    const first = new Map<unknown, { name: string; line: number }>();
    for (const { name, id, at, idAt } of module.yaml.methods) {
      if (id === DISABLED_ID) continue;
      const owner = first.get(id);
      if (owner === undefined) {
        first.set(id, { name, line: at.line });
      } else if (owner.name !== name) {
        const message = `id ${String(id)} of ${name} is already that of ${owner.name} (line ${owner.line})`;
        yield problemAt(idAt, this.name, message, `the next free id is ${nextFreeId(module)}`);
      }
    }
  },
};
