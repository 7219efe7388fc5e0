import { problemAt } from '../errors.js';
import type { Rule } from './rule.js';

/** A task class is `export abstract class XTask extends Task` (design D5). */
export const taskClass: Rule = {
  name: 'task-class',
  *check({ tasks }) {
    const seen = new Set<string>();
    for (const task of tasks?.classes ?? []) {
      const { name, at } = task;
      const form = `write \`export abstract class ${/.Task$/.test(name) ? name : `${name}Task`} extends Task\``;
      if (!/.Task$/.test(name))
        yield problemAt(at, this.name, `the name of task class ${name} does not end in Task`, form);
      if (!task.isExported) yield problemAt(at, this.name, `task class ${name} is not exported`, form);
      if (!task.isAbstract)
        yield problemAt(
          at,
          this.name,
          `task class ${name} is not abstract`,
          `${form}: its accessors are generated`,
        );
      if (task.hasTypeParameters)
        yield problemAt(at, this.name, `task class ${name} has type parameters`, 'a task has one layout');
      if (!task.extendsTask) {
        const base = task.base === undefined ? 'nothing' : task.base;
        const hint = base === 'Task' ? `import { Task } from '@chimaera/core'` : form;
        yield problemAt(
          at,
          this.name,
          `task class ${name} extends ${base}, not Task of @chimaera/core`,
          hint,
        );
      }
      if (seen.has(name))
        yield problemAt(at, this.name, `task class ${name} is declared twice`, 'remove one of the two');
      seen.add(name);
    }
  },
};
