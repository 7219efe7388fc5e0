/**
 * saveIn, loadIn, saveOut, loadOut and copyTo of a view (checklist H4-H8): one line per field, or per word of a field.
 */
import type { PlacedField } from '../model/layout.js';
import type { FieldType } from '../model/field-type.js';
import { fieldPlace, writePlace } from './place.js';
import { fieldLabel, inputsOf, outputsOf, type TaskContext } from './task-context.js';
import { block, docComment, list } from './text.js';
import { groupRuns, loadRun, saveRun } from './word-runs.js';

export function emitSerializers(context: TaskContext): string[][] {
  const { layout, imports } = context;
  const inputs = inputsOf(layout);
  const outputs = outputsOf(layout);
  const save = (name: string, fields: readonly PlacedField[]) =>
    block(`${name}(${param('w', imports.type('Writer'), fields)}): void`, saveFields(fields, context));
  const load = (name: string, fields: readonly PlacedField[]) =>
    block(`${name}(${param('r', imports.type('Reader'), fields)}): void`, loadFields(fields, context));
  return [
    save('saveIn', inputs),
    load('loadIn', inputs),
    save('saveOut', outputs),
    load('loadOut', outputs),
    emitCopy(context),
  ];
}

export function hasBuffers({ layout }: TaskContext): boolean {
  return layout.fields.some((field) => field.type.kind === 'bufferRef');
}

function param(name: string, type: string, fields: readonly PlacedField[]): string {
  return `${fields.length > 0 ? '' : '_'}${name}: ${type}`;
}

function saveFields(fields: readonly PlacedField[], context: TaskContext): string[] {
  let runs = 0;
  return groupRuns(fields).flatMap((run) =>
    run.length > 1 ? saveRun(run, runs++, context) : [saveField(run[0]!, context)],
  );
}

function loadFields(fields: readonly PlacedField[], context: TaskContext): string[] {
  let runs = 0;
  return groupRuns(fields).flatMap((run) =>
    run.length > 1 ? loadRun(run, runs++, context) : [loadField(run[0]!, context)],
  );
}

/** A variable-sized field lies in the heap in the archive's encoding, so its bytes are sent as they are. */
function saveField(field: PlacedField, context: TaskContext): string {
  const { type, offset, isRegion } = field;
  const { place } = context.codecs;
  if (isRegion) return `this.$memory.saveRegion(${offset / 4}, w);`;
  const value = place.read(type, fieldPlace(offset), 0);
  if (type.kind === 'bufferRef') return `w.buffer(${value});`;
  if (type.kind === 'struct' || type.kind === 'fixedArray') {
    return `${context.codecs.need('encode', type)}(w, ${value}, ${fieldLabel(context.task, field)});`;
  }
  return type.kind === 'enum' ? `w.u32(${value});` : `w.${methodOf(type)}(${value});`;
}

function loadField(field: PlacedField, context: TaskContext): string {
  const { type, offset, isRegion } = field;
  const { codecs, imports } = context;
  if (isRegion) return `this.$memory.loadRegion(${offset / 4}, r);`;
  if (type.kind === 'bufferRef') return `this.$memory.loadBuffer(${offset / 4}, r);`;
  const value = codecs.archive.decode(type);
  if (type.kind === 'struct' || type.kind === 'fixedArray') {
    return `${codecs.need('write', type)}(this, ${offset}, ${value}, ${fieldLabel(context.task, field)});`;
  }
  return writePlace(type, fieldPlace(offset), 0, value, imports);
}

function methodOf(type: FieldType): string {
  return type.kind === 'scalar' ? type.name : type.kind;
}

/** Copies everything except the header to a task of the same kind with its own memory. */
function emitCopy(context: TaskContext): string[] {
  const { task, layout, imports } = context;
  const view = `${task.name}View`;
  const body: string[] = [];
  for (const [from, to] of runs(layout.fields.filter((field) => !field.isRegion))) {
    body.push(
      `this.$memory.seg.u8.copyWithin(copy.$memory.base + ${from}, this.$memory.base + ${from}, this.$memory.base + ${to});`,
    );
  }
  for (const { type, offset, isRegion } of layout.fields) {
    const word = offset / 4;
    if (isRegion) body.push(`copy.$memory.writeBytes(${word}, this.$memory.readBytes(${word}));`);
    if (type.kind !== 'bufferRef') continue;
    body.push(
      `if (ipc !== undefined) copy.$memory.writeBuffer(${word}, ipc.copyBuffer(this.$memory.readBuffer(${word})));`,
    );
  }
  const buffers = hasBuffers(context);
  const params = [`copy: ${view}`, ...(buffers ? [`ipc?: ${imports.type('Ipc')}`] : [])];
  const doc = buffers ? 'Copies the fields; with `ipc` also what buffers refer to.' : 'Copies the fields.';
  return [
    ...docComment(doc),
    ...block(list('copyTo(', params, `): ${view}`, 1).join('\n'), [...body, 'return copy;']),
  ];
}

/** Neighbouring fields as byte ranges. */
function runs(fields: readonly PlacedField[]): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  for (const field of [...fields].sort((a, b) => a.offset - b.offset)) {
    const last = ranges.at(-1);
    if (last !== undefined && field.offset - last[1] < 8) last[1] = field.offset + field.bytes;
    else ranges.push([field.offset, field.offset + field.bytes]);
  }
  return ranges;
}
