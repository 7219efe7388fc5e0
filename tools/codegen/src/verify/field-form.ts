import { problemAt } from '../errors.js';
import { typeText } from '../model/field-type.js';
import type { Rule } from './rule.js';

/** A field is `abstract name: In<type>`: public, without a value, with its direction (checklist I9). */
export const fieldForm: Rule = {
  name: 'field-form',
  *check({ tasks }) {
    for (const task of tasks?.classes ?? []) {
      for (const { at, message, hint } of task.strays)
        yield problemAt(at, this.name, `${task.name}: ${message}`, hint);
      for (const field of task.fields) {
        const where = `${task.name}: `;
        if (field.flaw !== undefined)
          yield problemAt(field.at, this.name, where + field.flaw.message, field.flaw.hint);
        if (field.direction !== undefined) continue;
        const type = field.type.kind === 'invalid' ? 'T' : typeText(field.type);
        const hint = `write In<${type}>, Out<${type}> or InOut<${type}>: who writes it, the caller, the runtime or both`;
        yield problemAt(field.at, this.name, `${where}field ${field.name} has no direction`, hint);
      }
    }
  },
};
