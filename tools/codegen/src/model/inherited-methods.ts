/** Methods that every container has (guide "Method Definitions"): their ids never differ. */
export const INHERITED_METHODS: ReadonlyMap<string, number> = new Map([
  ['kCreate', 0],
  ['kDestroy', 1],
  ['kNodeFailure', 2],
  ['kRecover', 3],
  ['kMigrate', 4],
  ['kUpgrade', 5],
]);

/** These cannot be turned off; their tasks are core's own. */
export const REQUIRED_METHODS: readonly string[] = ['kCreate', 'kDestroy'];

/** Ids below this are reserved for inherited methods. */
export const FIRST_CUSTOM_ID = 10;

/** Turns an inherited method off. */
export const DISABLED_ID = -1;
