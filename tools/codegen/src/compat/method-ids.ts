import { problemAt, type Problem } from '../errors.js';
import { FIRST_CUSTOM_ID } from '../model/inherited-methods.js';
import type { LockedMethod, LockFile } from '../model/lock.js';
import type { MethodEntry, Module } from '../model/module.js';
import { isEnabled } from '../model/method.js';
import { BY_FORCE, placeIn, type BreakingRule } from './rule.js';

const RULE = 'breaking-method-id';

/** A method keeps its id, and an id its method, for ever (checklist F4). */
export const methodIds: BreakingRule = {
  name: RULE,
  *check(before, module) {
    const entries = module.yaml.methods.filter(isEnabled);
    for (const method of before.lock.methods) yield* idOf(method, before, module, entries);
    for (const [name, id] of Object.entries(before.lock.reserved)) {
      const entry = entries.find((it) => it.id === id && it.name !== name);
      if (entry === undefined) continue;
      const message = `id ${id} was that of ${name}, which is gone: a client that still calls it would reach ${entry.name}`;
      yield problemAt(entry.idAt, RULE, message, `give ${entry.name} an id that was never used; ${BY_FORCE}`);
    }
  },
};

function* idOf(
  { name, id }: LockedMethod,
  before: LockFile,
  { yaml }: Module,
  entries: readonly MethodEntry[],
): Iterable<Problem> {
  const entry = entries.find((it) => it.name === name);
  if (entry !== undefined) {
    if (entry.id === id) return;
    const message = `${name} had the id ${id} and now has ${String(entry.id)}: clients that are already built call it by ${id}`;
    const isList = entry.at === entry.idAt;
    const safe = isList
      ? `append new methods to the list, or number them: \`${name}: ${id}\``
      : `write \`${name}: ${id}\``;
    yield problemAt(entry.idAt, RULE, message, `${safe}; ${BY_FORCE}`);
    return;
  }
  const successor = entries.find((it) => it.id === id);
  if (successor !== undefined) {
    const message = `id ${id} is that of ${name}: a client that is built already would call ${successor.name} without knowing`;
    yield problemAt(
      successor.idAt,
      RULE,
      message,
      `keep \`${name}: ${id}\` and give ${successor.name} a new id; ${BY_FORCE}`,
    );
    return;
  }
  if (yaml.reserved.some(({ value }) => value === id)) return;
  const message = `method ${name} (${id}) is gone: clients that are built already call it`;
  const reserve =
    id < FIRST_CUSTOM_ID
      ? ''
      : `, or write \`reserved: [${id}]\` into chimaera_mod.yaml: old clients then get METHOD_NOT_FOUND, and no other method its id`;
  yield problemAt(placeIn(before, name), RULE, message, `keep it${reserve}; ${BY_FORCE}`);
}
