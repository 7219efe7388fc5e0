import { problemAt } from '../errors.js';
import { DISABLED_ID, FIRST_CUSTOM_ID, INHERITED_METHODS } from '../model/inherited-methods.js';
import { didYouMean } from '../model/nearest.js';
import { MOST_ID, nextFreeId } from '../model/next-free-id.js';
import { shown } from '../model/shown.js';
import type { Rule } from './rule.js';

/** A module's own methods have integers from 10 on; -1 disables inherited ones only (checklist F1-F3). */
export const methodId: Rule = {
  name: 'method-id',
  *check(module) {
    for (const { name, id, idAt } of module.yaml.methods) {
      if (typeof id !== 'number' || !Number.isInteger(id)) {
        const hint = isQuoted(id)
          ? `without quotes: ${name}: ${Number(id)}`
          : `the next free id is ${nextFreeId(module)}`;
        const what =
          id === null ? `${name} has no id` : `the id of ${name} is not a whole number: ${shown(id)}`;
        yield problemAt(idAt, this.name, what, hint);
      } else if (!INHERITED_METHODS.has(name) && (id < FIRST_CUSTOM_ID || id > MOST_ID)) {
        const inherited = didYouMean(name, INHERITED_METHODS.keys());
        yield problemAt(
          idAt,
          this.name,
          `${name} has the id ${id}: ${why(id)}`,
          inherited ?? `the next free id is ${nextFreeId(module)}`,
        );
      }
    }
  },
};

/** Whether a text would be an id if YAML read it as a number. */
function isQuoted(id: unknown): boolean {
  return typeof id === 'string' && /^\s*[1-9]\d*\s*$/.test(id);
}

function why(id: number): string {
  if (id === DISABLED_ID) return 'only inherited methods can be turned off with -1; leave the line out';
  if (id < 0) return 'ids are not negative';
  if (id > MOST_ID) return `ids end at ${MOST_ID}`;
  return `0 to ${FIRST_CUSTOM_ID - 1} are reserved for inherited methods`;
}
