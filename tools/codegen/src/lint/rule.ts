import type { Problem } from '../errors.js';
import type { Position } from '../model/position.js';
import type { LintModule } from './lint-module.js';

/** Replaces a part of a file. */
export interface Edit {
  readonly file: string;
  /** Offsets in the text, from 0; `end` is after the last character. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Finding {
  readonly at: Position;
  readonly message: string;
  readonly hint: string;
  /** Only if it can change nothing but the finding. */
  readonly fix?: Edit;
}

/** A habit that is good for modules, from the guide's checklists and pitfalls. */
export interface LintRule {
  readonly name: string;
  /** Why it is a rule, in one sentence. */
  readonly reason: string;
  check(module: LintModule): Iterable<Finding>;
}

/** A finding of a rule, as it is reported. */
export interface LintProblem extends Problem {
  readonly fix?: Edit;
}
