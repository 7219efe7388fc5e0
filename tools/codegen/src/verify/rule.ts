import type { Problem } from '../errors.js';
import type { Module } from '../model/module.js';

/** Another module, or the module itself, as far as its neighbours are concerned. */
export interface Neighbour {
  readonly dir: string;
  /** `<namespace>_<module>` */
  readonly key: string;
}

/** One thing that every module has to keep to. */
export interface Rule {
  /** Shown behind the message, so that the rule can be looked up. */
  readonly name: string;
  check(module: Module, all: readonly Neighbour[]): Iterable<Problem>;
}
