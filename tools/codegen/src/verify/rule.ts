import type { Problem } from '../errors.js';
import type { Module } from '../model/module.js';

/** A module, as far as its neighbours are concerned. */
export interface Neighbour {
  readonly dir: string;
  /** `<namespace>_<module>` */
  readonly key: string;
}

/** Something that every module has to comply with. */
export interface Rule {
  /** Shown after the message, so that the rule can be looked up. */
  readonly name: string;
  check(module: Module, all: readonly Neighbour[]): Iterable<Problem>;
}
