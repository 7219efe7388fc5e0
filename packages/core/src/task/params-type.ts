import type { Reader } from './reader.js';
import type { Writer } from './writer.js';

/** Type of a create parameter, as far as YAML is concerned. */
export type ParamsFieldType = string | { readonly enum: Readonly<Record<string, number>> };

export interface ParamsField {
  /** Its name in CreateParams. */
  readonly name: string;
  /** Its name in YAML: the same in snake_case. */
  readonly yaml: string;
  readonly type: ParamsFieldType;
}

/** What a caller passes to `create`: a parameter that is left out, or undefined, keeps its default. */
export type GivenParams<P> = { readonly [K in keyof P]?: P[K] | undefined };

/** A module's CreateParams (guide "CreateParams"): generated from the class in `tasks.ts`. */
export interface ParamsType<P> {
  /** `<namespace>_<module>`, as `chimodLibName` says. */
  readonly lib: string;
  readonly fields: readonly ParamsField[];
  /** With the declared defaults. */
  create(): P;
  encode(params: P, writer: Writer): void;
  decode(reader: Reader): P;
}

/** The identity function, with a type: lets generated code be type-checked where it is written. */
export function defineParams<P>(type: ParamsType<P>): ParamsType<P> {
  return type;
}
