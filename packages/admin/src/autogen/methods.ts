// Generated from chimaera_mod.yaml by `npx nx run codegen:refresh`. Do not edit.

/** Method numbers of chimaera_admin. */
export const Method = {
  kCreate: 0,
  kDestroy: 1,
  kGetOrCreatePool: 10,
  kDestroyPool: 11,
  kStopRuntime: 12,
  kFlush: 13,
  kMonitor: 18,
} as const;
export type Method = (typeof Method)[keyof typeof Method];

/** Names of the methods by number. */
export const MethodNames: Readonly<Record<number, string>> = {
  0: 'kCreate',
  1: 'kDestroy',
  10: 'kGetOrCreatePool',
  11: 'kDestroyPool',
  12: 'kStopRuntime',
  13: 'kFlush',
  18: 'kMonitor',
};
