/** Only the part around the place is shown of a longer line. */
const MOST_COLUMNS = 120;
/** Characters that a terminal would obey instead of showing. */
const UNPRINTABLE = /[^\P{Cc}\t]|[\u2028-\u202e\u2066-\u2069]/gu;

/** Something that is wrong in the input: what, where, and what to do about it. */
export interface Problem {
  readonly file: string;
  /** Line and column count from 1. */
  readonly line: number;
  readonly column: number;
  /** Name of the rule that found it, such as `duplicate-id`. */
  readonly rule: string;
  readonly message: string;
  readonly hint?: string;
  /** The source line in which it is. */
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

/** What to do if the system refuses to write. */
const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'get permission to write there, or work in a copy that you own',
  EPERM: 'get permission to write there, or work in a copy that you own',
  EROFS: 'the file system is read-only; work in a copy elsewhere',
  ENOSPC: 'make room on that disk',
  EDQUOT: 'make room in your share of that disk',
  ENOTDIR: 'a file is in the place of a directory: move it away, or choose another place',
  EISDIR: 'move it away',
};

/** The disk, or the rights to it, prevent writing: the message says where, and what to do about it. */
export class DiskError extends Error {
  /** What the command line prints before the message. */
  readonly code = 'SYSTEM_ERROR';

  constructor(what: string, cause: NodeJS.ErrnoException, remedy = REMEDIES[cause.code ?? '']) {
    super(`${what}: ${cause.message}${remedy === undefined ? '' : `; ${remedy}`}`, { cause });
  }
}

/** A file that exists but cannot be read. */
export class Unreadable extends Error {
  /** What the command line prints before the message. */
  readonly code = 'SYSTEM_ERROR';

  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path} cannot be read: ${reason}`);
  }

  get problem(): Problem {
    return problemAt({ file: this.path, line: 1, column: 1 }, 'file', `it cannot be read: ${this.reason}`);
  }
}

/** A name or a place that cannot be used; the message says why, and what would do. */
export class ArgumentError extends Error {
  /** What the command line prints before the message. */
  readonly code = 'INVALID_ARGUMENT';
}

/** Reports the first character that was not valid UTF-8, as a problem. */
export function encodingProblem(file: string, text: string): Problem | undefined {
  const offset = text.indexOf('\ufffd');
  if (offset < 0) return undefined;
  const before = text.slice(0, offset).split('\n');
  const at = { file, line: before.length, column: before.at(-1)!.length + 1 };
  return problemAt(at, 'encoding', 'this is not UTF-8', 'save the file as UTF-8');
}

/** In reading order, each place and message once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((p) => [`${p.file}:${p.line}:${p.column}:${p.message}`, p]));
  return [...unique.values()].sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
}

/** Adds to each problem its line of source. */
export function withExcerpts(
  problems: readonly Problem[],
  textOf: (file: string) => string | undefined,
): Problem[] {
  const lines = new Map<string, readonly string[] | undefined>();
  const linesOf = (file: string): readonly string[] | undefined => {
    if (!lines.has(file)) lines.set(file, textOf(file)?.split(/\r?\n/));
    return lines.get(file);
  };
  return problems.map((problem) => {
    const excerpt = linesOf(problem.file)?.[problem.line - 1];
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
export function formatProblem(
  problem: Problem,
  showPath: (file: string) => string = (file) => file,
  severity: 'error' | 'forced' | 'note' = 'error',
): string {
  const { line, column, excerpt } = problem;
  const message = problem.message.replace(UNPRINTABLE, '\ufffd');
  const lines = [`${showPath(problem.file)}:${line}:${column}: ${severity}: ${message} [${problem.rule}]`];
  if (excerpt !== undefined && excerpt.trim() !== '') {
    const number = String(line).padStart(5);
    const start = excerpt.length > MOST_COLUMNS ? Math.max(0, column - 1 - MOST_COLUMNS / 2) : 0;
    const shown = excerpt.slice(start, start + MOST_COLUMNS).replace(UNPRINTABLE, '\ufffd');
    const caret = shown.slice(0, column - 1 - start).replace(/[^\t]/g, ' ') + '^';
    lines.push(`${number} | ${shown}`, `${' '.repeat(number.length)} | ${caret}`);
  }
  // A hint may quote a key of the file, and a file may contain what would steer a terminal.
  const hint = problem.hint?.replace(UNPRINTABLE, '\ufffd');
  if (hint !== undefined && severity !== 'forced') lines.push(`  hint: ${hint}`);
  return lines.join('\n');
}

/** By code unit, so that the order is the same under every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
