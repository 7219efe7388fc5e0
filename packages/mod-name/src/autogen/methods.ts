// Generated from chimaera_mod.yaml by `npx nx run codegen:refresh`. Do not edit.

/** Method numbers of chimaera_MOD_NAME. */
export const Method = {
  kCreate: 0,
  kDestroy: 1,
  kCustom: 10,
  kLargeOutput: 11,
  kFail: 12,
  kEcho: 13,
  kCoMutexTest: 20,
  kCoRwLockTest: 21,
  kWaitTest: 23,
} as const;
export type Method = (typeof Method)[keyof typeof Method];

/** Names of the methods by number. */
export const MethodNames: Readonly<Record<number, string>> = {
  0: 'kCreate',
  1: 'kDestroy',
  10: 'kCustom',
  11: 'kLargeOutput',
  12: 'kFail',
  13: 'kEcho',
  20: 'kCoMutexTest',
  21: 'kCoRwLockTest',
  23: 'kWaitTest',
};
