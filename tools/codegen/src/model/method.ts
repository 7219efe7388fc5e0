import { DISABLED_ID, INHERITED_METHODS, REQUIRED_METHODS } from './inherited-methods.js';
import type { MethodEntry, Module, TaskClass } from './module.js';
import { lowerFirst } from './names.js';

/** An enabled method with the names that are derived from it (checklist C10). */
export interface Method {
  /** `kCustom` */
  readonly key: string;
  readonly id: number;
  /** `Custom` */
  readonly name: string;
  /** `custom`: the handler, and the client's method */
  readonly handler: string;
  /** `CustomTask`; undefined for kCreate and kDestroy, whose tasks are core's. */
  readonly task: TaskClass | undefined;
}

/** `<namespace>_<module>`, by which a library is found. */
export function moduleKey(module: Module): string {
  return `${module.repo.namespace.value}_${module.yaml.moduleName.value}`;
}

/** Whether the line enables a method, the module's own or an inherited one. */
export function isEnabled(entry: MethodEntry): boolean {
  return !(INHERITED_METHODS.has(entry.name) && entry.id === DISABLED_ID);
}

/** Whether the module declares the task of this method itself. */
export function needsTaskClass(entry: MethodEntry): boolean {
  return isEnabled(entry) && !REQUIRED_METHODS.includes(entry.name);
}

export function taskClassName(methodKey: string): string {
  return `${methodKey.slice(1)}Task`;
}

/** The enabled methods of a verified module, by id. */
export function methodsOf(module: Module): Method[] {
  const classes = new Map(module.tasks?.classes.map((task) => [task.name, task]));
  return module.yaml.methods
    .filter(isEnabled)
    .map((entry) => ({
      key: entry.name,
      id: Number(entry.id),
      name: entry.name.slice(1),
      handler: lowerFirst(entry.name.slice(1)),
      task: needsTaskClass(entry) ? classes.get(taskClassName(entry.name)) : undefined,
    }))
    .sort((a, b) => a.id - b.id);
}
