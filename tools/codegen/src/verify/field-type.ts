import { problemAt, type Problem } from '../errors.js';
import { partsOf, type FieldType } from '../model/field-type.js';
import type { Rule } from './rule.js';

/** Everything in shared memory has a type that all processes read alike (checklist I3). */
export const fieldType: Rule = {
  name: 'field-type',
  *check({ tasks }) {
    for (const task of tasks?.classes ?? []) {
      for (const field of task.fields) yield* invalidParts(this.name, field.type);
    }
  },
};

/** The parts of a type that could not be understood, at their places. */
export function* invalidParts(rule: string, type: FieldType): Iterable<Problem> {
  if (type.kind === 'invalid') yield problemAt(type.at, rule, type.message, type.hint);
  for (const part of partsOf(type)) yield* invalidParts(rule, part);
}
