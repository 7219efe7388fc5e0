/** All generated files of a module. */
import type { Module } from '../model/module.js';
import { emitClientFile } from './client-file.js';
import { emitLibExecFile } from './lib-exec-file.js';
import { emitMethodsFile } from './methods-file.js';
import { emitTasksFile } from './tasks-file.js';

const EMITTERS: Readonly<Record<string, (module: Module, command: string) => string>> = {
  'methods.ts': emitMethodsFile,
  'tasks.ts': emitTasksFile,
  'client.ts': emitClientFile,
  'lib_exec.ts': emitLibExecFile,
};

/** Text by file name, for a module that has passed all rules. */
export function emitModule(module: Module, command: string): Map<string, string> {
  return new Map(Object.entries(EMITTERS).map(([name, emit]) => [name, emit(module, command)]));
}
