import { problemAt } from '../errors.js';
import { isEnabled, needsTaskClass, taskClassName } from '../model/method.js';
import { nearest } from '../model/nearest.js';
import { nextFreeId } from '../model/next-free-id.js';
import type { Rule } from './rule.js';

/** Each task class has a method in the YAML. */
export const taskMethod: Rule = {
  name: 'task-method',
  *check(module) {
    const { yaml, tasks } = module;
    const names = yaml.methods.filter(needsTaskClass).map((entry) => entry.name);
    const classes = tasks?.classes.map((task) => task.name) ?? [];
    for (const { name, at } of tasks?.classes ?? []) {
      const method = `k${name.replace(/Task$/, '')}`;
      if (!name.endsWith('Task') || names.includes(method)) continue;
      const off = yaml.methods.find((entry) => entry.name === method && !isEnabled(entry));
      const spare = nearest(
        method,
        names.filter((other) => !classes.includes(taskClassName(other))),
      );
      const add = `add a line \`${method}: ${nextFreeId(module)}\` to chimaera_mod.yaml`;
      const hint =
        spare === undefined ? add : `is it meant for ${spare}? then it is called ${taskClassName(spare)}`;
      const why =
        off === undefined
          ? `no method ${method} in the YAML`
          : `${method} is turned off (line ${off.at.line})`;
      yield problemAt(
        at,
        this.name,
        `task class ${name} has no method: ${why}`,
        off === undefined ? hint : 'remove the class or give the method its id',
      );
    }
  },
};
