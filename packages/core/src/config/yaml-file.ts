// A YAML file with the positions of its parts, so that whatever is wrong in it can be shown. Importing this file loads
// the yaml package, so it is imported only when there is a file to read.
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
  type YAMLMap,
} from 'yaml';
import { ChimaeraError } from '../errors.js';
import { readYamlText } from './read-yaml-text.js';
import type { Place } from './runtime-config.js';

/** Keys and indexes from the root of the document. */
export type ValuePath = readonly (string | number)[];

/** Something wrong at some place in the file. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
}

const EXCERPT_COLUMNS = 100;
/** Any more are left out of the message. */
const MOST_PROBLEMS = 20;
/** The first one tells the cause; the others mostly follow from it. */
const MOST_SYNTAX_ERRORS = 3;
/** A decimal that may fit in 64 bits, in a form that BigInt accepts, so without a plus sign. */
const WHOLE = /^-?\d{1,20}$/;
/** Characters that a terminal would obey instead of showing. */
const UNPRINTABLE = /\p{Cc}|[\u2028-\u202e\u2066-\u2069]/gu;

export class YamlFile {
  private readonly lineCounter = new LineCounter();
  private readonly document: Document;
  private readonly text: string;

  /** Reads and parses the file; `CONFIG_INVALID` if it cannot be read or is not YAML. */
  constructor(readonly path: string) {
    this.text = readYamlText(path);
    this.document = parseDocument(this.text, {
      lineCounter: this.lineCounter,
      prettyErrors: false,
      logLevel: 'error',
      // Whatever YAML version the file declares: no merge keys, no `yes` for true, no values but those of JSON.
      schema: 'core',
      resolveKnownTags: false,
      uniqueKeys: false, // its check takes quadratic time; see badKeys
    });
    const offset = this.text.indexOf('\ufffd');
    if (offset >= 0) this.rejectIf([{ offset, message: 'this is not UTF-8: save the file as UTF-8' }]);
    const { errors, warnings } = this.document;
    const told = [...errors, ...warnings].slice(0, MOST_SYNTAX_ERRORS);
    this.rejectIf(told.map(({ pos, message }) => ({ offset: pos[0], message: inWords(message) })));
    this.rejectIf(this.badKeys());
    this.rejectIf(this.badAliases());
    this.keepAsWritten();
  }

  /** The content as plain values. */
  toValue(): unknown {
    return this.document.toJS();
  }

  /** The line, counted from 1, on which the value at `path` begins. */
  lineOf(path: ValuePath): number {
    return this.lineCounter.linePos(this.offsetOfValue(path)).line;
  }

  /** Where the value at `path` begins; if it is missing, where its nearest parent does. */
  offsetOfValue(path: ValuePath): number {
    return this.locate(path).value;
  }

  /** Where the last key of `path` is written. */
  offsetOfKey(path: ValuePath): number {
    return this.locate(path).key;
  }

  /** The position, for messages that are composed later. */
  placeAt(offset: number): Place {
    const { line, col } = this.lineCounter.linePos(offset);
    const start = Math.max(0, col - 1 - EXCERPT_COLUMNS / 2);
    const begin = offset - (col - 1);
    const end = this.text.indexOf('\n', begin);
    const excerpt = this.text
      .slice(begin, end < 0 ? undefined : end)
      .slice(start, start + EXCERPT_COLUMNS)
      .replace(/\r$/, '')
      .replaceAll('\t', ' ')
      .replaceAll(UNPRINTABLE, '\ufffd');
    const gutter = `  ${line} | `;
    const caret = `${' '.repeat(gutter.length - 2)}| ${' '.repeat(col - 1 - start)}^`;
    return { position: `${this.path}:${line}:${col}`, excerpt: `${gutter}${excerpt}\n${caret}` };
  }

  /** Throws one `CONFIG_INVALID` that shows the problems, if there are any; if very many, the first of them. */
  rejectIf(problems: readonly Problem[]): void {
    if (problems.length === 0) return;
    const sorted = [...problems].sort((a, b) => a.offset - b.offset);
    const texts = new Set(sorted.slice(0, MOST_PROBLEMS).map((problem) => this.describe(problem)));
    if (sorted.length > MOST_PROBLEMS) texts.add('… and more');
    throw new ChimaeraError('CONFIG_INVALID', [...texts].join('\n'));
  }

  /** `file:line:column: message`, and the line with a caret below it. */
  private describe({ offset, message }: Problem): string {
    const { position, excerpt } = this.placeAt(offset);
    return `${position}: ${message.replaceAll(UNPRINTABLE, '\ufffd')}\n${excerpt}`;
  }

  /** Keys that are not texts, and repeated keys. */
  private badKeys(): Problem[] {
    const problems: Problem[] = [];
    visit(this.document, {
      Map: (_key, map: YAMLMap) => {
        const lines = new Map<string, number>();
        for (const { key } of map.items) {
          const offset = startOf(key) ?? startOf(map) ?? 0;
          const name = isScalar(key) ? key.value : undefined;
          if (typeof name !== 'string') {
            problems.push({ offset, message: 'a key must be a text' });
            continue;
          }
          const first = lines.get(name);
          if (first === undefined) lines.set(name, this.lineCounter.linePos(offset).line);
          else problems.push({ offset, message: `the key '${name}' occurs twice, first in line ${first}` });
        }
      },
    });
    return problems;
  }

  /** Aliases without an anchor, and those that would expand a small file into a huge value. */
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

  /**
   * Keeps numbers that JavaScript would change: YAML reads an unquoted `pool_id: 300.10` as 300.1, and a u64 above 2^53
   * loses digits. What was written is what is meant.
   */
  private keepAsWritten(): void {
    const compose = isMap(this.document.contents) ? this.document.contents.get('compose') : undefined;
    if (!isSeq(compose)) return;
    for (const item of compose.items) {
      const id: unknown = isMap(item) ? item.get('pool_id', true) : undefined;
      if (isScalar(id) && typeof id.value === 'number' && id.source !== undefined) id.value = id.source;
    }
    visit(compose, {
      Scalar: (_key, scalar) => {
        const { value, source } = scalar;
        const isInexact = typeof value === 'number' && !Number.isSafeInteger(value);
        if (isInexact && source !== undefined && WHOLE.test(source)) scalar.value = BigInt(source);
      },
    });
  }
}

function inWords(message: string): string {
  if (message.startsWith('Source contains multiple documents'))
    return 'a second document begins here; one file is one document';
  const tag = /^Unresolved tag: (.*)$/s.exec(message)?.[1];
  if (tag !== undefined) return `the tag ${tag} has no meaning here`;
  return message.includes('call stack') ? 'this is nested too deeply' : message;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
