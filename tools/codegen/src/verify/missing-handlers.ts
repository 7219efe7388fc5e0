import { problemAt, type Problem } from '../errors.js';
import { methodsOf } from '../model/method.js';
import type { Module } from '../model/module.js';

/**
 * Methods of the YAML that class Runtime does not have yet. No error, because whoever adds a method wants its task
 * generated before writing the method. But without a note, the compiler would be the first to complain, about a
 * generated file.
 */
export function missingHandlers(module: Module): Problem[] {
  const { runtime } = module;
  if (runtime?.container === undefined) return [];
  const { container, members, uncallable } = runtime;
  const names = new Set([...members, ...uncallable].map(({ name }) => name));
  return methodsOf(module)
    .filter(({ handler, task }) => task !== undefined && !names.has(handler))
    .map(({ key, handler, task }) =>
      problemAt(
        container,
        'handler-missing',
        `class Runtime has no method ${handler} for ${key} yet`,
        `add ${handler}(task: ${task!.name}, rctx: RunContext): void {}`,
      ),
    );
}
