import { problemAt } from '../errors.js';
import { INHERITED_METHODS } from '../model/inherited-methods.js';
import { needsTaskClass, taskClassName } from '../model/method.js';
import { METHOD_NAME } from '../model/names.js';
import { nearest } from '../model/nearest.js';
import type { Rule } from './rule.js';

/** Each method has a task class of its name: kCustom has CustomTask (checklist C10, SIL15). */
export const methodTask: Rule = {
  name: 'method-task',
  *check({ yaml, tasks }) {
    const classes = new Set(tasks?.classes.map((task) => task.name));
    const wanted = yaml.methods.filter((entry) => METHOD_NAME.test(entry.name) && needsTaskClass(entry));
    const names = new Set(wanted.map((entry) => taskClassName(entry.name)));
    const spares = [...classes].filter((name) => !names.has(name));
    for (const entry of wanted) {
      const name = taskClassName(entry.name);
      if (classes.has(name)) continue;
      const spare = nearest(name, spares);
      const add = `add \`export abstract class ${name} extends Task { ... }\` to src/tasks.ts`;
      const off = INHERITED_METHODS.has(entry.name) ? `, or write ${entry.name}: -1` : '';
      const hint = spare === undefined ? `${add}${off}` : `is class ${spare} meant to be ${name}?`;
      yield problemAt(entry.at, this.name, `method ${entry.name} has no task class ${name}`, hint);
    }
  },
};
