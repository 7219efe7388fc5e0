import { problemAt } from '../errors.js';
import { isReservedField } from '../model/reserved-names.js';
import type { Rule } from './rule.js';

/** The fields of a task have different names, and none of a member of Task. */
export const fieldName: Rule = {
  name: 'field-name',
  *check({ tasks }) {
    for (const task of tasks?.classes ?? []) {
      const lines = new Map<string, number>();
      for (const { name, at } of task.fields) {
        const line = lines.get(name);
        if (line !== undefined) {
          const message = `${task.name}: field ${name} is declared twice, first in line ${line}`;
          yield problemAt(at, this.name, message, 'rename one of the two');
        } else if (isReservedField(name)) {
          const why = name.startsWith('$') ? 'names with $ are for generated code' : 'every task has it';
          const hint = name === 'then' ? 'an object with `then` cannot be awaited' : 'choose another name';
          yield problemAt(at, this.name, `${task.name}: field name ${name} is reserved: ${why}`, hint);
        }
        lines.set(name, at.line);
      }
    }
  },
};
