// How console.log, a logger or the diff of a failed test shows objects that shared memory lies behind: as what they
// mean to their user, and not as hundreds of megabytes.

/** Node's key for the method that shows an object. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** Of Node's `inspect`: the remaining depth, null for unlimited. */
export interface InspectOptions {
  readonly depth?: number | null;
}
export type Inspect = (value: unknown, options: InspectOptions) => string;

/** Shows an object as `fields`, under the name of its class. For methods named INSPECT. */
export function shownAs(
  object: object,
  fields: unknown,
  depth: number,
  options: InspectOptions,
  inspect: Inspect,
): string {
  const { name } = object.constructor;
  if (depth < 0) return `[${name}]`;
  const left = typeof options.depth === 'number' ? options.depth - 1 : null;
  return `${name} ${inspect(fields, { ...options, depth: left })}`;
}
