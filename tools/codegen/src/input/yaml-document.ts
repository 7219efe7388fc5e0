/** A YAML file whose keys and values know their places. */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import { encodingProblem, problemAt, type Problem } from '../errors.js';
import type { Position } from '../model/position.js';

export interface YamlEntry {
  readonly key: string;
  readonly value: unknown;
  readonly keyAt: Position;
  readonly valueAt: Position;
}

export interface YamlFile {
  readonly file: string;
  /** The top-level mapping line by line; a repeated key occurs repeatedly. */
  readonly entries: readonly YamlEntry[];
  /** The whole file as plain data; of repeated keys the last counts. */
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** The place of the value at a JSON pointer such as `/modules/2`. */
  at(pointer: string): Position;
}

export function parseYaml(file: string, text: string): YamlFile {
  const unreadable = encodingProblem(file, text);
  if (unreadable !== undefined)
    return { file, entries: [], data: undefined, problems: [unreadable], at: () => unreadable };
  const lines = new LineCounter();
  // Duplicate keys are a rule of their own, which names both places.
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    // Whatever YAML version the file declares: no merge keys, no `yes` for true, no values but those of JSON.
    schema: 'core',
    resolveKnownTags: false,
  });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const startOf = (node: unknown): Position => positionOf((node as Node | null)?.range?.[0] ?? 0);
  const problems = syntaxErrors(document).map(({ offset, message }) =>
    problemAt(positionOf(offset), 'yaml-syntax', `not valid YAML: ${message}`),
  );
  const root = problems.length > 0 ? null : document.contents;
  const entries = (isMap(root) ? root.items : []).filter(isPair).map((pair: Pair) => ({
    key: isScalar(pair.key) ? String(pair.key.value) : String(pair.key),
    value: toPlain(pair.value, document),
    keyAt: startOf(pair.key),
    valueAt: pair.value === null ? startOf(pair.key) : startOf(pair.value),
  }));
  const at = (pointer: string): Position => {
    const path = pointer.split('/').slice(1);
    let node: unknown = root;
    for (const step of path)
      node = isMap(node) ? node.get(step, true) : isSeq(node) ? node.get(Number(step), true) : undefined;
    return node === undefined || path.length === 0 ? positionOf(0) : startOf(node);
  };
  const data = problems.length > 0 ? undefined : (document.toJS() as unknown);
  return { file, entries, data, problems, at };
}

interface SyntaxError {
  readonly offset: number;
  readonly message: string;
}

/** The first error tells the cause; the others mostly follow from it. */
const MOST_ERRORS = 3;
const REWORDED: readonly [RegExp, string][] = [
  [/^Source contains multiple documents.*/, 'a second document begins here; one file is one document'],
  [/^.*call stack.*/, 'it is nested too deeply'],
  [/^Unresolved tag: (.*)/, 'the tag $1 has no meaning here'],
];

function syntaxErrors(document: Document): SyntaxError[] {
  const said = [...document.errors, ...document.warnings];
  const errors = said.map(({ pos, message }) => ({ offset: pos[0], message: inWords(message) }));
  const different = errors.filter(
    ({ message }, i) => i === 0 || message !== errors[i - 1]!.message || !/nested/.test(message),
  );
  if (errors.length > 0) return different.slice(0, MOST_ERRORS);
  const unnamed = keyErrors(document);
  return unnamed.length > 0 ? unnamed.slice(0, MOST_ERRORS) : aliasErrors(document);
}

/** Keys that are not texts, as in `1: x`, `[a]: x` and `: x`. */
function keyErrors(document: Document): SyntaxError[] {
  const errors: SyntaxError[] = [];
  visit(document, {
    Pair(_key, { key }) {
      if (isScalar(key) && typeof key.value === 'string') return;
      errors.push({ offset: (key as Node | null)?.range?.[0] ?? 0, message: 'a key must be a text' });
    },
  });
  return errors;
}

function inWords(message: string): string {
  const first = message.split('\n')[0]!.replace(/:$/, '');
  const reworded = REWORDED.find(([pattern]) => pattern.test(first));
  return reworded === undefined ? first : first.replace(...reworded);
}

/** Aliases without an anchor, and those that would expand a small file into a huge value. */
function aliasErrors(document: Document): SyntaxError[] {
  const aliases: Alias[] = [];
  const endless: Alias[] = [];
  visit(document, {
    Alias(_key, alias, path) {
      aliases.push(alias);
      // An alias names something before it, so it can be endless only inside of what it names.
      if (path.some((outer) => isNode(outer) && outer === alias.resolve(document))) endless.push(alias);
    },
  });
  if (endless.length > 0)
    return endless.map((alias) => ({
      offset: alias.range?.[0] ?? 0,
      message: `*${alias.source} stands inside of what it stands for`,
    }));
  const lost = aliases.filter((alias) => alias.resolve(document) === undefined);
  if (lost.length > 0)
    return lost.map((alias) => ({
      offset: alias.range?.[0] ?? 0,
      message: `there is no anchor &${alias.source}`,
    }));
  try {
    document.toJS();
    return [];
  } catch {
    return [
      { offset: aliases[0]?.range?.[0] ?? 0, message: 'its aliases stand for more than a file can hold' },
    ];
  }
}

function toPlain(node: unknown, document: Document): unknown {
  if (isAlias(node)) return toPlain(node.resolve(document), document);
  return isScalar(node) ? node.value : (node as Node | null)?.toJS(document);
}
