import { problemAt } from '../errors.js';
import { partsOf, type EnumType, type FieldType } from '../model/field-type.js';
import type { Lock } from '../model/lock.js';
import type { Module } from '../model/module.js';
import { enumPairs, sameType } from './locked-types.js';
import { BY_FORCE, type BreakingRule } from './rule.js';

/** A member of an enum keeps its number, because clients send it and files contain it. New members may be added. */
export const enumValues: BreakingRule = {
  name: 'breaking-enum',
  *check({ lock, path }, module, now) {
    const types = enumsOf(module);
    for (const [before, after] of pairs(lock, now)) {
      const values = now.enums[after] ?? {};
      const at = types.get(after)?.at ?? { file: path, line: 1, column: 1 };
      for (const [name, value] of Object.entries(lock.enums[before] ?? {})) {
        if (values[name] === value) continue;
        const what =
          values[name] === undefined
            ? `${name} = ${value} is gone`
            : `${name} was ${value} and is ${values[name]}`;
        const message = `enum ${after}: ${what}; clients that are built already, and what they have stored, mean ${name} by ${value}`;
        yield problemAt(
          at,
          this.name,
          message,
          `write \`${name}: ${value}\` and append new members; ${BY_FORCE}`,
        );
      }
    }
  },
};

/** Enums in the same places, each pair once. */
function pairs(before: Lock, after: Lock): [string, string][] {
  const found = new Map<string, [string, string]>();
  const compare = (old: string, now: string | undefined) => {
    if (now === undefined || !sameType(old, now)) return;
    for (const pair of enumPairs(old, now)) found.set(pair.join(' '), pair);
  };
  for (const method of before.methods) {
    const twin = after.methods.find(({ name }) => name === method.name);
    for (const { name, type } of method.fields)
      compare(type, twin?.fields.find((field) => field.name === name)?.type);
  }
  for (const { name, type } of before.createParams)
    compare(type, after.createParams.find((param) => param.name === name)?.type);
  return [...found.values()];
}

function enumsOf({ tasks }: Module): Map<string, EnumType> {
  const found = new Map<string, EnumType>();
  const visit = (type: FieldType): void => {
    if (type.kind === 'enum') found.set(type.name, type);
    partsOf(type).forEach(visit);
  };
  for (const { fields } of tasks?.classes ?? []) fields.forEach(({ type }) => visit(type));
  tasks?.createParams?.fields.forEach(({ type }) => visit(type));
  return found;
}
