/** Lines of TypeScript, laid out as the repository's formatter would do it. Emitters return `string[]`. */

/** `printWidth` of .prettierrc.json. */
export const WIDTH = 110;

export function indent(lines: readonly string[], by = 1): string[] {
  return lines.map((line) => (line === '' ? line : '  '.repeat(by) + line));
}

/** `head {`, the body one step in, `}`; an empty body on one line. */
export function block(head: string, body: readonly string[], end = '}'): string[] {
  return body.length === 0 && end === '}' ? [`${head} {}`] : [`${head} {`, ...indent(body), end];
}

/** Puts `open a, b close` on one line if it fits behind `depth` levels of indentation, else one item per line. */
export function list(open: string, items: readonly string[], close: string, depth = 0): string[] {
  const pad = /\{$/.test(open) && items.length > 0 ? ' ' : '';
  const line = open + pad + items.join(', ') + pad + close;
  if (line.length + 2 * depth <= WIDTH || items.length === 0) return [line];
  return [open, ...indent(items.map((item) => `${item},`)), close];
}

/** `if (condition) statement`, on two lines if it is too long for one. */
export function guard(condition: string, statement: string, depth: number): string[] {
  const line = `if (${condition}) ${statement}`;
  if (line.length + 2 * depth <= WIDTH) return [line];
  return [`if (${condition})`, ...indent([statement])];
}

/** `target = value;`, on two lines if it is too long for one. */
export function assign(target: string, value: string, depth: number): string[] {
  const line = `${target} = ${value};`;
  return line.length + 2 * depth <= WIDTH ? [line] : [`${target} =`, ...indent([`${value};`])];
}

/** A doc comment; none for an empty text. */
export function docComment(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n').map((line) => line.trimEnd());
  if (lines.length === 1 && lines[0]!.length < WIDTH - 20) return [`/** ${lines[0]} */`];
  return ['/**', ...lines.map((line) => (line === '' ? ' *' : ` * ${line}`)), ' */'];
}

/** Paragraphs of a doc comment, without the empty ones. */
export function paragraphs(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

export function fileText(header: readonly string[], ...sections: readonly (readonly string[])[]): string {
  const parts = [header, ...sections].filter((lines) => lines.length > 0);
  return parts.map((lines) => `${lines.flatMap(wrapped).join('\n')}\n`).join('\n');
}

/** The same text with lines that are too long split over several. */
export function wrapLines(text: string): string {
  return text.split('\n').flatMap(wrapped).join('\n');
}

const CALL = /^( *)((?:return )?(?:\([\w ]+\))?[\w.$]+\()(.+)(\);)$/;
const SIGNATURE = /^( *)((?:export )?function \w+\()([^()]+)(\): .+ \{)$/;

/**
 * Splits a call that is a statement, or the head of a function, to one argument per line if it is too long for one
 * line.
 */
function wrapped(line: string): string[] {
  if (line.length <= WIDTH) return [line];
  const [, step = '', head, inner, end] = CALL.exec(line) ?? SIGNATURE.exec(line) ?? [];
  if (head === undefined || inner === undefined) return [line];
  const rest = argumentsIn(inner).map((argument) => `${step}${argument},`);
  return [step + head, ...indent(rest), `${step}${end}`];
}

/** Splits at the commas outside brackets and quotes. */
function argumentsIn(text: string): string[] {
  return text
    .match(/(?:[^,()[\]{}']|'(?:[^'\\]|\\.)*'|\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|\{[^}]*\})+/g)!
    .map((it) => it.trim());
}

/** `0x0012abcd` */
export function hexHash(hash: number): string {
  return `0x${hash.toString(16).padStart(8, '0')}`;
}

/** A string literal. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
