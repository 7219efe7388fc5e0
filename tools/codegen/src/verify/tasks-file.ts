import { problemAt } from '../errors.js';
import type { Rule } from './rule.js';

/** A module has src/tasks.ts. */
export const tasksFile: Rule = {
  name: 'tasks-file',
  *check({ yaml, tasks }) {
    if (tasks !== undefined) return;
    const hint =
      'it declares class CreateParams and one `export abstract class XTask extends Task` for each method kX';
    yield problemAt(
      yaml.moduleName.at,
      this.name,
      `module ${yaml.moduleName.value} has no src/tasks.ts`,
      hint,
    );
  },
};
