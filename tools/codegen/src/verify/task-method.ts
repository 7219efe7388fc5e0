import { problemAt } from '../errors.js';
import { isEnabled, needsTaskClass, taskClassName } from '../model/method.js';
import { METHOD_NAME } from '../model/names.js';
import { nearest } from '../model/nearest.js';
import { nextFreeId } from '../model/next-free-id.js';
import type { Rule } from './rule.js';

/** Each task class has a method in the YAML. */
export const taskMethod: Rule = {
  name: 'task-method',
  *check(module) {
    const { yaml, tasks } = module;
    const names = new Set(yaml.methods.filter(needsTaskClass).map((entry) => entry.name));
    const classes = new Set(tasks?.classes.map((task) => task.name));
    const spares = [...names].filter((method) => !classes.has(taskClassName(method)));
    for (const { name, at } of tasks?.classes ?? []) {
      const method = `k${name.replace(/Task$/, '')}`;
      if (!name.endsWith('Task') || names.has(method)) continue;
      if (!METHOD_NAME.test(method)) {
        const hint = 'it is called as the method without its k, with a capital: SendTask for kSend';
        yield problemAt(at, this.name, `no method can be called ${method} for task class ${name}`, hint);
        continue;
      }
      // Once the method is named correctly, as another rule demands, it has its class.
      if (yaml.methods.some((entry) => !METHOD_NAME.test(entry.name) && isAlmost(entry.name, method)))
        continue;
      const off = yaml.methods.find((entry) => entry.name === method && !isEnabled(entry));
      const spare = nearest(method, spares);
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

/** Whether a name that no method can have was meant to be this one: `Send` or `ksend` for `kSend`. */
function isAlmost(name: string, method: string): boolean {
  return [method, method.slice(1)].some((it) => it.toLowerCase() === name.toLowerCase());
}
