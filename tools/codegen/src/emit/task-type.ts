/** The constant that tells core all about one kind of task. */
import { contractText, fnv1a } from '../model/layout-hash.js';
import type { PlacedField } from '../model/layout.js';
import { mostArchiveBytes } from '../model/sizes.js';
import { inputsOf, outputsOf, type TaskContext } from './task-context.js';
import { assign, block, docComment, hexHash, indent, list, quoted } from './text.js';

/** What aligns an archive in the heap. */
const ARCHIVE_EXTRA_BYTES = 8;
/** Longer sums are written in steps. */
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

/** Room for the variable-sized inputs, and some for each output of that kind. */
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

function fill({ method, task, layout }: TaskContext): string[] {
  const inputs = inputsOf(layout);
  const mark = inputs.length > 0 ? '' : '_';
  const params = [`${mark}task: ${task.name}View`, `${mark}input: ${method.name}Input`];
  const body = inputs.flatMap(({ name }) => assign(`task.${name}`, `input.${name}`, 2));
  return signature('fill', params, 'void', body);
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

/** A view of bytes ends with the task; everything else is a fresh value already. */
function copyOf({ name, type }: PlacedField): string {
  return type.kind === 'bytes' ? `task.${name}.slice()` : `task.${name}`;
}

function signature(name: string, params: readonly string[], type: string, body: readonly string[]): string[] {
  const head = list(`${name}(`, params, `): ${type} {`, 1);
  if (body.length === 0) return [...head.slice(0, -1), `${head.at(-1)}}`];
  return [...head, ...indent(body), '}'];
}
