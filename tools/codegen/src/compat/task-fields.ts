import { problemAt, type Problem } from '../errors.js';
import type { LockedField, LockedMethod } from '../model/lock.js';
import { taskClassName } from '../model/method.js';
import type { Module, TaskClass } from '../model/module.js';
import { nextFreeId } from '../model/next-free-id.js';
import { differences as typeDifferences, sameType } from './locked-types.js';
import { BY_FORCE, type BreakingRule } from './rule.js';

const RULE = 'breaking-task-fields';

/** The fields of a task keep name, direction, type, order and place, because they are compiled into clients. */
export const taskFields: BreakingRule = {
  name: RULE,
  *check({ lock }, module, now) {
    for (const before of lock.methods) {
      const after = now.methods.find(({ name }) => name === before.name);
      const task = module.tasks?.classes.find(({ name }) => name === taskClassName(before.name));
      if (after === undefined || task === undefined || after.id !== before.id) continue;
      yield* differences(before, after, task, module);
    }
  },
};

function* differences(
  before: LockedMethod,
  after: LockedMethod,
  task: TaskClass,
  module: Module,
): Iterable<Problem> {
  const name = before.name;
  const hint =
    `leave ${task.name} as it was and add a method beside it: \`${name}2: ${nextFreeId(module)}\` with ` +
    `${taskClassName(name)}`.replace(/Task$/, '2Task') +
    `; ${BY_FORCE}`;
  const problem = (field: string, what: string): Problem => {
    const at = task.fields.find((it) => it.name === field)?.at ?? task.at;
    return problemAt(
      at,
      RULE,
      `${task.name}: ${what}; clients that are built already get LAYOUT_MISMATCH for ${name}`,
      hint,
    );
  };
  const found = [...changes(before.fields, after.fields, problem)];
  if (found.length === 0 && isElsewhere(before, after))
    found.push(problem('', 'its fields lie elsewhere in the block than before'));
  yield* found;
}

function* changes(
  before: readonly LockedField[],
  after: readonly LockedField[],
  problem: (field: string, what: string) => Problem,
): Iterable<Problem> {
  for (const old of before) {
    const field = after.find(({ name }) => name === old.name);
    if (field === undefined) yield problem(old.name, `field ${old.name} is gone`);
    else if (!sameType(field.type, old.type))
      yield problem(old.name, `field ${typeDifferences(old.name, old.type, field.type)}`);
    else if (field.direction !== old.direction)
      yield problem(old.name, `field ${old.name} was ${old.direction} and is ${field.direction}`);
  }
  for (const field of after) {
    if (!before.some(({ name }) => name === field.name))
      yield problem(field.name, `field ${field.name} is new`);
  }
  const common = (fields: readonly LockedField[], others: readonly LockedField[]) =>
    fields.map(({ name }) => name).filter((name) => others.some((other) => other.name === name));
  const [then, now] = [common(before, after), common(after, before)];
  const moved = now.find((name, i) => name !== then[i]);
  if (moved !== undefined) yield problem(moved, `field ${moved} has moved; the order was ${then.join(', ')}`);
}

function isElsewhere(before: LockedMethod, after: LockedMethod): boolean {
  return (
    before.bytes !== after.bytes || before.fields.some(({ offset }, i) => offset !== after.fields[i]?.offset)
  );
}
