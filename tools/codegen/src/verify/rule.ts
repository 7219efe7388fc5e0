import type { Problem } from '../errors.js';
import type { Module } from '../model/module.js';

/** One thing that every module has to keep to. */
export interface Rule {
  /** Shown behind the message, so that the rule can be looked up. */
  readonly name: string;
  check(module: Module, modules: readonly Module[]): Iterable<Problem>;
}
