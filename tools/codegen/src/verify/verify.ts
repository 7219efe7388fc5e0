/** Applies all rules to all modules, so that everything that is wrong is reported in one run. */
import type { Problem } from '../errors.js';
import type { Module } from '../model/module.js';
import { createParams } from './create-params.js';
import { duplicateId } from './duplicate-id.js';
import { duplicateMethod } from './duplicate-method.js';
import { duplicateModule } from './duplicate-module.js';
import { fieldForm } from './field-form.js';
import { fieldName } from './field-name.js';
import { fieldType } from './field-type.js';
import { generatedName } from './generated-name.js';
import { handlerForm } from './handler-form.js';
import { inheritedId } from './inherited-id.js';
import { methodId } from './method-id.js';
import { methodName } from './method-name.js';
import { methodTask } from './method-task.js';
import { namespace } from './namespace.js';
import { reservedId } from './reserved-id.js';
import { reservedMethod } from './reserved-method.js';
import type { Neighbour, Rule } from './rule.js';
import { taskClass } from './task-class.js';
import { taskMethod } from './task-method.js';
import { taskSize } from './task-size.js';
import { tasksFile } from './tasks-file.js';

export const RULES: readonly Rule[] = [
  namespace,
  duplicateModule,
  methodName,
  methodId,
  duplicateId,
  duplicateMethod,
  inheritedId,
  reservedId,
  reservedMethod,
  tasksFile,
  methodTask,
  taskMethod,
  taskClass,
  fieldForm,
  fieldName,
  fieldType,
  taskSize,
  generatedName,
  createParams,
  handlerForm,
];

/** @param all all modules of the repository, of which `modules` are checked */
export function verify(modules: readonly Module[], all: readonly Neighbour[]): Problem[] {
  return modules.flatMap((module) => RULES.flatMap((rule) => [...rule.check(module, all)]));
}
