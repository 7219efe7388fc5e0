/** autogen/tasks.ts: views, inputs, results and types of the module's tasks. */
import { layoutOf } from '../model/layout.js';
import { methodsOf, moduleKey } from '../model/method.js';
import type { Module } from '../model/module.js';
import { Codecs } from './codecs.js';
import { header } from './header.js';
import { Imports } from './imports.js';
import { emitParams } from './params.js';
import type { TaskContext } from './task-context.js';
import { emitInput, emitResult } from './task-values.js';
import { emitTaskType } from './task-type.js';
import { fileText } from './text.js';
import { emitView } from './view.js';

/**
 * Explains the code's bare numbers to those who debug it. Named constants would be imports, looked up at each access.
 */
const LEGEND = [
  '// Pictures have offsets in bytes; `word + n`, and the numbers of strings and other regions, count words of 4 bytes.',
  '// With access 1 inputs may be read, with 2 all fields may be read and written.',
];

export function emitTasksFile(module: Module, command: string): string {
  const imports = new Imports();
  const codecs = new Codecs(imports);
  const key = moduleKey(module);
  const sections = taskContexts(module, imports, codecs).flatMap((context) => [
    emitInput(context),
    emitResult(context),
    emitView(context),
    emitTaskType(context, key, module.yaml.version),
  ]);
  const params = emitParams(module.tasks!.createParams!, key, codecs);
  const head = header(['chimaera_mod.yaml', 'src/tasks.ts'], command);
  return fileText([head, ...LEGEND, ...imports.lines()], ...sections, params, ...codecs.lines());
}

/** The module's own tasks, in the order of their ids. */
export function taskContexts(module: Module, imports: Imports, codecs: Codecs): TaskContext[] {
  return methodsOf(module).flatMap((method) => {
    const { task } = method;
    return task === undefined ? [] : [{ method, task, layout: layoutOf(task), imports, codecs }];
  });
}
