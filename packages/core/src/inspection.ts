// What console.log, a logger and the difference of a failed test show of objects behind which shared memory lies: what
// such an object is to its user, and not hundreds of megabytes.

/** Node's key for how an object wants to be shown. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** Of Node's `inspect`: how deep it still goes, null for without end. */
export interface InspectOptions {
  readonly depth?: number | null;
}
export type Inspect = (value: unknown, options: InspectOptions) => string;

/** Shows an object as `fields`, under the name of its class. For methods by the name of INSPECT. */
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
