/** The constant that tells core everything about one kind of task. */
import { contractText, fnv1a } from '../model/layout-hash.js';
import type { PlacedField } from '../model/layout.js';
import { mostArchiveBytes } from '../model/sizes.js';
import { check } from './checks.js';
import { localPlace } from './place.js';
import { fieldLabel, inputsOf, outputsOf, type TaskContext } from './task-context.js';
import { assign, block, docComment, hexHash, indent, list, quoted, WIDTH } from './text.js';

/** For the alignment of an archive in the heap. */
const ARCHIVE_EXTRA_BYTES = 8;
/** Longer sums are split over several statements. */
const LONGEST_SUM = 90;

export function emitTaskType(context: TaskContext, moduleKey: string, version: string): string[] {
  const { method, task, layout, imports } = context;
  const hash = fnv1a(contractText(moduleKey, method.key, method.id, task));
  const view = `${task.name}View`;
  const body = [
    `module: '${moduleKey}',`,
    `version: ${quoted(version)},`,
    `name: '${method.key}',`,
    `method: ${method.id},`,
    `layoutHash: ${hexHash(hash)},`,
    `fixedBytes: ${layout.fixedBytes},`,
    `View: ${view},`,
    ...list(
      'inputs: [',
      inputsOf(layout).map(({ name }) => `'${name}'`),
      '],',
      1,
    ),
    ...closed(heapBytes(context)),
    ...closed(fill(context)),
    ...closed(result(context)),
  ];
  return [
    ...docComment(`How ${method.key} is sent and answered.`),
    `export const ${method.handler}TaskType = ${imports.value('defineTaskType')}({`,
    ...indent(body),
    '});',
  ];
}

function closed(lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === lines.length - 1 ? `${line},` : line));
}

/** Room for the variable-sized inputs, and some for each variable-sized output. */
function heapBytes({ method, layout, imports, codecs }: TaskContext): string[] {
  const regions = layout.fields.filter((field) => field.isRegion);
  const inputs = inputsOf(layout).filter((field) => field.isRegion);
  const outputs = regions.filter((field) => field.direction !== 'In');
  const known = inputs.reduce(
    (sum, { type }) => sum + (mostArchiveBytes(type) ?? 0) + (isPlain(type.kind) ? 0 : ARCHIVE_EXTRA_BYTES),
    0,
  );
  const terms: string[] = [];
  if (outputs.length > 0) {
    const reserve = imports.value('OUTPUT_RESERVE_BYTES');
    terms.push(outputs.length === 1 ? reserve : `${outputs.length} * ${reserve}`);
  }
  if (known > 0) terms.push(String(known));
  const variable = inputs.filter(({ type }) => mostArchiveBytes(type) === undefined);
  const start = terms.length === 0 ? '0' : terms.join(' + ');
  const input = `${variable.length > 0 ? '' : '_'}input: ${method.name}Input`;
  const bounds = variable.map(({ name, type }) => codecs.archive.bound(type, `input.${name}`));
  const sum = [...terms, ...bounds].join(' + ') || '0';
  const isShort = sum.length < LONGEST_SUM;
  const steps = [`let bytes = ${start};`, ...bounds.map((bound) => `bytes += ${bound};`), 'return bytes;'];
  return block(`heapBytes(${input}): number`, isShort ? [`return ${sum};`] : steps);
}

function isPlain(kind: string): boolean {
  return kind === 'string' || kind === 'bytes';
}

/**
 * Writes numbers and texts directly, not through the setters. Those check whether the memory may be used, which is
 * known while a task is being filled; and with all of their checks, V8 would find the function too large to compile as
 * one piece.
 */
function fill(context: TaskContext): string[] {
  const { method, task, layout } = context;
  const inputs = inputsOf(layout);
  const mark = inputs.length > 0 ? '' : '_';
  const params = [`${mark}task: ${task.name}View`, `${mark}input: ${method.name}Input`];
  const body = inputs.flatMap((field) => fillStraight(field, context) ?? fillBySetter(field));
  return signature('fill', params, 'void', [...fillLocals(body), ...body]);
}

function fillBySetter({ name }: PlacedField): string[] {
  return assign(`task.${name}`, `input.${name}`, 2);
}

function fillStraight(field: PlacedField, context: TaskContext): string[] | undefined {
  const { type, offset, isRegion } = field;
  const { codecs, imports, task } = context;
  const [value, label] = [`input.${field.name}`, fieldLabel(task, field)];
  let lines: string[] | undefined;
  if (type.kind === 'string')
    lines = [...check(type, value, label, imports, 2), `memory.fillString(${offset / 4}, ${value});`];
  if (!isRegion && (type.kind === 'scalar' || type.kind === 'enum'))
    lines = codecs.place.write(type, localPlace(offset), 0, value, label, 2);
  return lines?.some((line) => line.length + 4 > WIDTH) ? undefined : lines;
}

/** Declares what the lines of `fill` use of the task's memory. Texts in quotes are names of fields. */
function fillLocals(body: readonly string[]): string[] {
  const text = body.join('\n').replace(/'[^']*'/g, '');
  const uses = (name: string): boolean => new RegExp(`(?<![.\\w])${name}\\b`).test(text);
  const parts = ['seg', 'word', 'base'].filter(uses);
  if (!uses('memory')) return parts.length > 0 ? [`const { ${parts.join(', ')} } = task.$memory;`] : [];
  const memory = 'const memory = task.$memory;';
  return parts.length > 0 ? [memory, `const { ${parts.join(', ')} } = memory;`] : [memory];
}

function result({ method, task, layout }: TaskContext): string[] {
  const outputs = outputsOf(layout);
  const params = [`${outputs.length > 0 ? '' : '_'}task: ${task.name}View`, 'returnCode: number'];
  const members = outputs.map((field) => `${field.name}: ${copyOf(field)}`);
  return signature(
    'result',
    params,
    `${method.name}Result`,
    list('return {', [...members, 'returnCode'], '};', 2),
  );
}

/** A view of bytes ends with the task, so it is copied; every other value is fresh already. */
function copyOf({ name, type, offset }: PlacedField): string {
  return type.kind === 'bytes' ? `task.$memory.copyBytes(${offset / 4})` : `task.${name}`;
}

function signature(name: string, params: readonly string[], type: string, body: readonly string[]): string[] {
  const head = list(`${name}(`, params, `): ${type} {`, 1);
  if (body.length === 0) return [...head.slice(0, -1), `${head.at(-1)}}`];
  return [...head, ...indent(body), '}'];
}
