// A YAML file with the places of its parts, so that whatever is wrong in it can be shown.
// Importing this file loads the yaml package, so it is itself only imported when there is a file to read.
import { readFileSync } from 'node:fs';
import {
  type Alias,
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import { ChimaeraError } from '../errors.js';
import type { Place } from './runtime-config.js';

/** Keys and indexes from the root of the document. */
export type ValuePath = readonly (string | number)[];

/** Something wrong at a place in the file. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
}

const EXCERPT_COLUMNS = 100;
/** What a terminal would obey instead of showing it. */
const UNPRINTABLE = /\p{Cc}|[\u2028-\u202e\u2066-\u2069]/gu;

export class YamlFile {
  private readonly lineCounter = new LineCounter();
  private readonly document: Document;
  private readonly text: string;

  /** Reads and parses the file; `CONFIG_INVALID` if it cannot be read or is no YAML. */
  constructor(readonly path: string) {
    this.text = readText(path);
    this.document = parseDocument(this.text, {
      lineCounter: this.lineCounter,
      prettyErrors: false,
      logLevel: 'error',
    });
    const offset = this.text.indexOf('\ufffd');
    if (offset >= 0) this.rejectIf([{ offset, message: 'this is not UTF-8: save the file as UTF-8' }]);
    this.rejectIf(
      this.document.errors.map(({ pos, message }) => ({ offset: pos[0], message: inWords(message) })),
    );
    this.rejectIf(this.badAliases());
    this.keepPoolIdsAsWritten();
  }

  /** The content as plain values. */
  toValue(): unknown {
    return this.document.toJS();
  }

  /** The line, from 1, on which the value at `path` begins. */
  lineOf(path: ValuePath): number {
    return this.lineCounter.linePos(this.offsetOfValue(path)).line;
  }

  /** Where the value at `path` begins; for what is missing, its nearest parent. */
  offsetOfValue(path: ValuePath): number {
    return this.locate(path).value;
  }

  /** Where the last key of `path` is written. */
  offsetOfKey(path: ValuePath): number {
    return this.locate(path).key;
  }

  /** For messages that are made later. */
  placeAt(offset: number): Place {
    const { line, col } = this.lineCounter.linePos(offset);
    const start = Math.max(0, col - 1 - EXCERPT_COLUMNS / 2);
    const excerpt = (this.text.split(/\r?\n/, line)[line - 1] ?? '')
      .slice(start, start + EXCERPT_COLUMNS)
      .replaceAll('\t', ' ')
      .replaceAll(UNPRINTABLE, '\ufffd');
    const gutter = `  ${line} | `;
    const caret = `${' '.repeat(gutter.length - 2)}| ${' '.repeat(col - 1 - start)}^`;
    return { position: `${this.path}:${line}:${col}`, excerpt: `${gutter}${excerpt}\n${caret}` };
  }

  /** Throws one `CONFIG_INVALID` that shows all the problems, if there are any. */
  rejectIf(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    const sorted = [...problems].sort((a, b) => a.offset - b.offset);
    const texts = new Set(sorted.map((problem) => this.describe(problem)));
    throw new ChimaeraError('CONFIG_INVALID', [...texts].join('\n'));
  }

  /** `file:line:column: message`, and the line with a caret below it. */
  private describe({ offset, message }: Problem): string {
    const { position, excerpt } = this.placeAt(offset);
    return `${position}: ${message.replaceAll(UNPRINTABLE, '\ufffd')}\n${excerpt}`;
  }

  /** Those without an anchor, and those by which a small file would become a huge one. */
  private badAliases(): Problem[] {
    const aliases: Alias[] = [];
    visit(this.document, { Alias: (_key, alias) => void aliases.push(alias) });
    const lost = aliases.filter((alias) => alias.resolve(this.document) === undefined);
    if (lost.length > 0) {
      return lost.map((alias) => ({
        offset: startOf(alias) ?? 0,
        message: `there is no anchor &${alias.source}`,
      }));
    }
    try {
      this.toValue();
      return [];
    } catch {
      const message = 'the aliases stand for more than a file can hold';
      return [{ offset: startOf(aliases[0]) ?? 0, message }];
    }
  }

  private locate(path: ValuePath): { key: number; value: number } {
    let node: unknown = this.document.contents;
    let key = 0;
    let value = startOf(node) ?? 0;
    for (const step of path) {
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find(
          (item) => isScalar(item.key) && item.key.value === step,
        );
        if (pair === undefined) break;
        key = startOf(pair.key) ?? key;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        key = startOf(node) ?? key;
      } else {
        break;
      }
      value = startOf(node) ?? key;
    }
    return { key, value };
  }

  /** `pool_id: 300.10` without quotes is the number 300.1 to YAML; what was written is what is meant. */
  private keepPoolIdsAsWritten(): void {
    const compose = isMap(this.document.contents) ? this.document.contents.get('compose') : undefined;
    if (!isSeq(compose)) return;
    for (const item of compose.items) {
      const id: unknown = isMap(item) ? item.get('pool_id', true) : undefined;
      if (isScalar(id) && typeof id.value === 'number' && id.source !== undefined) id.value = id.source;
    }
  }
}

function inWords(message: string): string {
  if (message.startsWith('Source contains multiple documents'))
    return 'a second document begins here; one file is one document';
  return message.includes('call stack') ? 'this is nested too deeply' : message;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ChimaeraError('CONFIG_INVALID', `${path} cannot be read: ${(cause as Error).message}.`, {
      cause,
    });
  }
}
