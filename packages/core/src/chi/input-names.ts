// Input names that the method does not have. The compiler reports them, but plain JavaScript would silently ignore
// them, even a misplaced `timeoutMs`. Objects with more properties than the method takes are legal (a row of a table,
// say), so nothing is refused: only names that look like a mistake cause a warning.
import { didYouMean } from '../config/did-you-mean.js';
import { isOption } from '../submit/check-options.js';
import type { TaskType } from '../task/task-type.js';

type Named = Pick<TaskType, 'module' | 'name' | 'inputs'>;
type Checked = Named & Pick<TaskType, 'nameChecksLeft'>;

const warned = new Set<string>();

/** Emits one process warning for each name that looks like a mistake. One more call of the type is checked. */
export function warnOfMistakenNames(type: Checked, input: object): void {
  type.nameChecksLeft--;
  const mistake = mistakenName(type, input);
  if (mistake === undefined) return;
  const message = `${type.module}.${type.name} ${mistake}`;
  if (warned.has(message)) return;
  warned.add(message);
  process.emitWarning(message, { type: 'ChimaeraWarning', code: 'CHI_INPUT_NAME' });
}

/** Describes the first such name; undefined when there is none. */
export function mistakenName({ inputs = [] }: Named, input: object): string | undefined {
  for (const name of Object.keys(input)) {
    if (inputs.includes(name) || (input as Record<string, unknown>)[name] === undefined) continue;
    const missing = inputs.filter((it) => (input as Record<string, unknown>)[it] === undefined);
    const meant = didYouMean(name, missing);
    if (meant !== undefined) return `has no input '${name}'; did you mean '${meant}'?`;
    if (isOption(name))
      return `has no input '${name}'; options of a call are a separate object, after the inputs`;
  }
  return undefined;
}
