/** One thing that is wrong in the input: what, where, and what to do about it. */
export interface Problem {
  readonly file: string;
  /** Line and column count from 1. */
  readonly line: number;
  readonly column: number;
  /** Name of the rule that found it, such as `duplicate-id`. */
  readonly rule: string;
  readonly message: string;
  readonly hint?: string;
  /** The source line it stands on. */
  readonly excerpt?: string;
}

/** Makes a problem at a place. */
export function problemAt(
  at: Pick<Problem, 'file' | 'line' | 'column'>,
  rule: string,
  message: string,
  hint?: string,
): Problem {
  return { file: at.file, line: at.line, column: at.column, rule, message, ...(hint && { hint }) };
}

/** In the order in which a reader meets them, each place and message once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((p) => [`${p.file}:${p.line}:${p.column}:${p.message}`, p]));
  return [...unique.values()].sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
}

/** Adds to each problem the line of source that it is about. */
export function withExcerpts(
  problems: readonly Problem[],
  textOf: (file: string) => string | undefined,
): Problem[] {
  return problems.map((problem) => {
    const excerpt = textOf(problem.file)?.split(/\r?\n/)[problem.line - 1];
    return excerpt === undefined ? problem : { ...problem, excerpt };
  });
}

/**
 * ```text
 * packages/bdev/chimaera_mod.yaml:17:1: error: id 10 is already kWrite's (line 14)
 *    17 | kAllocate: 10
 *       | ^
 *   hint: the next free id is 15
 * ```
 */
export function formatProblem(problem: Problem, showPath: (file: string) => string = (file) => file): string {
  const { line, column, excerpt } = problem;
  const lines = [`${showPath(problem.file)}:${line}:${column}: error: ${problem.message} [${problem.rule}]`];
  if (excerpt !== undefined && excerpt.trim() !== '') {
    const number = String(line).padStart(5);
    const caret = excerpt.slice(0, column - 1).replace(/[^\t]/g, ' ') + '^';
    lines.push(`${number} | ${excerpt}`, `${' '.repeat(number.length)} | ${caret}`);
  }
  if (problem.hint !== undefined) lines.push(`  hint: ${problem.hint}`);
  return lines.join('\n');
}

/** By code unit, so that the order is the same under every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
