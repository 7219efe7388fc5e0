import { FIRST_CUSTOM_ID } from './inherited-methods.js';
import type { Module } from './module.js';

export const MOST_ID = 0xffff;

const known = new WeakMap<Module, number>();

/** An id for the next method: greater than any that is, was or never will be in use. */
export function nextFreeId(module: Module): number {
  let id = known.get(module);
  if (id === undefined) known.set(module, (id = findFreeId(module)));
  return id;
}

function findFreeId({ yaml, lock }: Module): number {
  const used = [
    ...yaml.methods.map((entry) => entry.id),
    ...yaml.reserved.map(({ value }) => value),
    ...Object.values(lock?.lock.reserved ?? {}),
    ...(lock?.lock.methods ?? []).map(({ id }) => id),
  ];
  const ids = used.filter((id): id is number => Number.isInteger(id) && (id as number) < MOST_ID);
  return ids.reduce((most, id) => Math.max(most, id), FIRST_CUSTOM_ID - 1) + 1;
}
