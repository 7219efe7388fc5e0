// Generated from chimaera_mod.yaml by `npx nx run codegen:refresh`. Do not edit.

/** Method numbers of bench_load. */
export const Method = {
  kCreate: 0,
  kDestroy: 1,
  kAdd: 10,
  kShift: 11,
  kHeap: 12,
  kAddLater: 13,
  kRepeat: 14,
} as const;
export type Method = (typeof Method)[keyof typeof Method];

/** Names of the methods by number. */
export const MethodNames: Readonly<Record<number, string>> = {
  0: 'kCreate',
  1: 'kDestroy',
  10: 'kAdd',
  11: 'kShift',
  12: 'kHeap',
  13: 'kAddLater',
  14: 'kRepeat',
};
