/** All rules over the syntax of modules. Pure: texts in, findings out. */
import type { SourceFile } from 'ts-morph';
import { sortProblems, withExcerpts } from '../errors.js';
import type { TextFile } from '../input/inputs.js';
import { fileOf, SyntaxTrees, syntaxProblems } from '../input/syntax-tree.js';
import { moduleKey } from '../model/method.js';
import type { Module } from '../model/module.js';
import { LintModule } from './lint-module.js';
import type { LintProblem } from './rule.js';
import { LINT_RULES } from './rules.js';

/** The part of a module that is linted. */
export interface LintInput {
  readonly module: Module;
  /** All files of src except autogen. */
  readonly sources: readonly TextFile[];
  readonly packageJson: TextFile | undefined;
}

const IGNORE = /\/\/ chimaera-lint-ignore ([a-z-]+): \S/;

export function lintModules(inputs: readonly LintInput[]): LintProblem[] {
  const trees = new SyntaxTrees();
  const keys = new Set(inputs.map(({ module }) => moduleKey(module)));
  const found = inputs.flatMap(({ module, sources, packageJson }) => {
    const parsed = sources.map(({ path, text }) => trees.parse(path, text));
    const whole = parsed.filter((source) => syntaxProblems(source).length === 0);
    return lintModule(new LintModule(module, whole, packageJson, keys), parsed);
  });
  const files = inputs.flatMap(({ sources, packageJson }) => [
    ...sources,
    ...(packageJson ? [packageJson] : []),
  ]);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return withExcerpts(sortProblems(found), (file) => texts.get(file));
}

function lintModule(module: LintModule, parsed: readonly SourceFile[]): LintProblem[] {
  const lines = new Map(parsed.map((source) => [fileOf(source), source.getFullText().split('\n')]));
  const broken: LintProblem[] = parsed.flatMap(syntaxProblems);
  const findings = LINT_RULES.flatMap(({ name, check }) =>
    [...check(module)].map(({ at, message, hint, fix }): LintProblem => ({
      ...{ file: at.file, line: at.line, column: at.column },
      ...{ rule: name, message, hint },
      ...(fix && { fix }),
    })),
  );
  return [...broken, ...findings.filter((problem) => !isIgnored(problem, lines.get(problem.file)))];
}

/** `// chimaera-lint-ignore RULE: REASON` in the line, or in the line before. */
function isIgnored({ line, rule }: LintProblem, lines: readonly string[] = []): boolean {
  return [lines[line - 1], lines[line - 2]].some((text) => IGNORE.exec(text ?? '')?.[1] === rule);
}
