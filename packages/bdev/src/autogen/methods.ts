// Generated from chimaera_mod.yaml by `npx nx run codegen:refresh`. Do not edit.

/** Method numbers of chimaera_bdev. */
export const Method = {
  kCreate: 0,
  kDestroy: 1,
  kAllocateBlocks: 10,
  kFreeBlocks: 11,
  kWrite: 12,
  kRead: 13,
  kGetStats: 14,
  kFlush: 15,
  kListBlocks: 16,
  kWriteBlocks: 20,
  kReadBlocks: 21,
} as const;
export type Method = (typeof Method)[keyof typeof Method];

/** Names of the methods by number. */
export const MethodNames: Readonly<Record<number, string>> = {
  0: 'kCreate',
  1: 'kDestroy',
  10: 'kAllocateBlocks',
  11: 'kFreeBlocks',
  12: 'kWrite',
  13: 'kRead',
  14: 'kGetStats',
  15: 'kFlush',
  16: 'kListBlocks',
  20: 'kWriteBlocks',
  21: 'kReadBlocks',
};
