/** The size of a type once everything in it is written out, as in its layout. */
import { partsOf, type FieldType } from './field-type.js';

export interface Extent {
  readonly parts: number;
  readonly depth: number;
}

/** A type is shared by everything that names it, so it is measured only once. */
const known = new WeakMap<FieldType, Extent>();

export function extentOf(type: FieldType): Extent {
  let extent = known.get(type);
  if (extent === undefined) {
    const inner = partsOf(type).map(extentOf);
    extent = {
      parts: inner.reduce((sum, { parts }) => sum + parts, 1),
      depth: inner.reduce((most, { depth }) => Math.max(most, depth), 0) + 1,
    };
    known.set(type, extent);
  }
  return extent;
}
