/** What the emitters for one task share. */
import type { Layout, PlacedField } from '../model/layout.js';
import type { Method } from '../model/method.js';
import type { TaskClass } from '../model/module.js';
import type { Codecs } from './codecs.js';
import type { Imports } from './imports.js';

export interface TaskContext {
  readonly method: Method;
  readonly task: TaskClass;
  readonly layout: Layout;
  readonly imports: Imports;
  readonly codecs: Codecs;
}

export function inputsOf(layout: Layout): readonly PlacedField[] {
  return layout.fields.filter((field) => field.direction !== 'Out');
}

export function outputsOf(layout: Layout): readonly PlacedField[] {
  return layout.fields.filter((field) => field.direction !== 'In');
}

/** The literal that names a field in errors. */
export function fieldLabel(task: TaskClass, field: PlacedField): string {
  return `'${task.name}.${field.name}'`;
}
