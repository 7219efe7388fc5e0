import { problemAt } from '../errors.js';
import { INHERITED_METHODS } from '../model/inherited-methods.js';
import { taskClassName } from '../model/method.js';
import { MODULE_KEYS } from '../model/module-keys.js';
import { METHOD_NAME, upperFirst } from '../model/names.js';
import { nearest } from '../model/nearest.js';
import type { Rule } from './rule.js';

/** Method names are `k` and a capital (checklist C5, C9): handler, task and monitor are named after the rest. */
export const methodName: Rule = {
  name: 'method-name',
  *check({ yaml, tasks }) {
    const classes = tasks?.classes.map((task) => task.name) ?? [];
    for (const entry of yaml.methods) {
      if (METHOD_NAME.test(entry.name)) continue;
      const proposals = propose(entry.name);
      const proposal = proposals.find((name) => classes.includes(taskClassName(name))) ?? proposals[0]!;
      const meant = nearest(proposal, INHERITED_METHODS.keys()) ?? nearest(entry.name, MODULE_KEYS);
      const message = `method name '${entry.name}' does not begin with k and a capital, followed by letters and digits`;
      yield problemAt(entry.at, this.name, message, `did you mean \`${meant ?? proposal}\`?`);
    }
  },
};

/** The most likely first: a k before a small letter may be the prefix, or belong to the word. */
function propose(name: string): string[] {
  const readings = /^k(?![A-Z]*$)./.test(name) ? [name.slice(1), name] : [name];
  return readings.map((reading) => {
    const words = reading.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const rest = words.map(upperFirst).join('');
    return `k${/^[A-Z]/.test(rest) ? rest : `Method${rest}`}`;
  });
}
