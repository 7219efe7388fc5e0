/** Everything about a module that would break clients built earlier. */
import type { Problem } from '../errors.js';
import { isReplaced, lockOf, type LockFile } from '../model/lock.js';
import type { Module } from '../model/module.js';
import { createParams } from './create-params.js';
import { enumValues } from './enum-values.js';
import { methodIds } from './method-ids.js';
import { moduleName } from './module-name.js';
import type { BreakingRule } from './rule.js';
import { taskFields } from './task-fields.js';

export const BREAKING_RULES: readonly BreakingRule[] = [
  moduleName,
  methodIds,
  taskFields,
  enumValues,
  createParams,
];

/** @param module a module that has passed all rules */
export function breakingChanges(before: LockFile, module: Module): Problem[] {
  const now = lockOf(module, before.lock);
  if (isReplaced(before.lock, now.methods)) return [];
  return BREAKING_RULES.flatMap((rule) => [...rule.check(before, module, now)]);
}
