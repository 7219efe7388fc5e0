import { problemAt } from '../errors.js';
import { isEnabled } from '../model/method.js';
import { lowerFirst } from '../model/names.js';
import { isReservedMethod } from '../model/reserved-names.js';
import type { Rule } from './rule.js';

/** No method has a name that the base class of clients or of containers already uses. */
export const reservedMethod: Rule = {
  name: 'reserved-method',
  *check({ yaml }) {
    for (const entry of yaml.methods.filter(isEnabled)) {
      const name = lowerFirst(entry.name.slice(1));
      if (!isReservedMethod(name) || entry.name === 'kCreate' || entry.name === 'kDestroy') continue;
      const message = `method ${entry.name}: \`${name}\` is a member of every client or container`;
      yield problemAt(entry.at, this.name, message, 'choose another name');
    }
  },
};
