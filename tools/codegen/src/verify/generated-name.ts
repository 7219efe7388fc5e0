import { problemAt } from '../errors.js';
import { needsTaskClass } from '../model/method.js';
import { lowerFirst } from '../model/names.js';
import { GENERATED_CODE_NAMES } from '../model/reserved-names.js';
import type { Rule } from './rule.js';

/** Nothing in tasks.ts has a name that generated code uses. */
export const generatedName: Rule = {
  name: 'generated-name',
  *check({ yaml, tasks }) {
    const generated = new Set(GENERATED_CODE_NAMES);
    for (const entry of yaml.methods.filter(needsTaskClass)) {
      const name = entry.name.slice(1);
      generated
        .add(`${name}Input`)
        .add(`${name}Result`)
        .add(`${name}TaskView`)
        .add(`${lowerFirst(name)}TaskType`);
    }
    for (const { value, at } of tasks?.exports ?? []) {
      if (!generated.has(value)) continue;
      yield problemAt(at, this.name, `${value} is a name that generated code uses`, 'rename it');
    }
  },
};
