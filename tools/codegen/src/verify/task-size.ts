import { problemAt } from '../errors.js';
import { layoutOf, MOST_FIXED_BYTES } from '../model/layout.js';
import { partsOf, type FieldType } from '../model/field-type.js';
import type { Rule } from './rule.js';

/** The fixed part of a task stays small: blocks are allocated by size class. */
export const taskSize: Rule = {
  name: 'task-size',
  *check({ tasks }) {
    for (const task of tasks?.classes ?? []) {
      if (task.fields.some((field) => hasInvalidPart(field.type))) continue;
      const { fields, fixedBytes } = layoutOf(task);
      if (fixedBytes <= MOST_FIXED_BYTES) continue;
      const largest = fields.reduce((a, b) => (b.bytes > a.bytes ? b : a));
      const message = `${task.name} takes ${fixedBytes} bytes without its variable fields, more than ${MOST_FIXED_BYTES}`;
      yield problemAt(
        task.at,
        this.name,
        message,
        `make ${largest.name} (${largest.bytes} bytes) a Vector, bytes or a BufferRef`,
      );
    }
  },
};

function hasInvalidPart(type: FieldType): boolean {
  return type.kind === 'invalid' || partsOf(type).some(hasInvalidPart);
}
