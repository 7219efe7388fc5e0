import { problemAt } from '../errors.js';
import { differences, sameType } from './locked-types.js';
import { BY_FORCE, type BreakingRule } from './rule.js';

/** Parameters travel in their order: new ones are appended, and older clients leave them at their defaults. */
export const createParams: BreakingRule = {
  name: 'breaking-create-params',
  *check({ lock }, { tasks }, now) {
    const params = tasks?.createParams;
    if (params === undefined) return;
    for (const [i, before] of lock.createParams.entries()) {
      const after = now.createParams[i];
      if (after?.name === before.name && sameType(after.type, before.type)) continue;
      const index = now.createParams.findIndex(({ name }) => name === before.name);
      const what =
        index < 0
          ? `parameter ${before.name} is gone`
          : index === i
            ? `parameter ${differences(before.name, before.type, after!.type)}`
            : `parameter ${before.name} was number ${i + 1} and is number ${index + 1}`;
      const at = params.fields[index]?.at ?? params.at;
      const message = `CreateParams: ${what}; clients that are built already send the old ones, and compose files name them`;
      yield problemAt(
        at,
        this.name,
        message,
        `keep the parameters as they were and append new ones; ${BY_FORCE}`,
      );
      // Everything behind it has moved with it.
      return;
    }
  },
};
