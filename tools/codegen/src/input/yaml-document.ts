/** A YAML file whose keys and values know where they were written. */
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml';
import { problemAt, type Problem } from '../errors.js';
import type { Position } from '../model/position.js';

export interface YamlEntry {
  readonly key: string;
  readonly value: unknown;
  readonly keyAt: Position;
  readonly valueAt: Position;
}

export interface YamlFile {
  readonly file: string;
  /** The top-level mapping line by line, a key that stands twice twice. */
  readonly entries: readonly YamlEntry[];
  /** The whole as plain data; of equal keys the last. */
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a JSON pointer such as `/modules/2` stands. */
  at(pointer: string): Position;
}

export function parseYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  // Duplicate keys are a rule of their own, which names both places.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const startOf = (node: unknown): Position => positionOf((node as Node | null)?.range?.[0] ?? 0);
  const problems = document.errors.map((error) =>
    problemAt(positionOf(error.pos[0]), 'yaml-syntax', `not valid YAML: ${firstSentence(error.message)}`),
  );
  const root = document.contents;
  const entries = (isMap(root) ? root.items : []).filter(isPair).map((pair: Pair) => ({
    key: isScalar(pair.key) ? String(pair.key.value) : String(pair.key),
    value: toPlain(pair.value),
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

function toPlain(node: unknown): unknown {
  return isScalar(node) ? node.value : (node as { toJSON?(): unknown } | null)?.toJSON?.();
}

function firstSentence(message: string): string {
  return message.split('\n')[0]!.replace(/:$/, '');
}
