import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

const NAMES = ['alloc_chimod', 'new_chimod', 'get_chimod_name', 'destroy_chimod', 'is_chimaera_chimod'];

export const entryExports: LintRule = {
  name: 'entry-exports',
  reason: 'The five entry points of a library are what chiTask makes: those written by hand are ignored.',
  *check({ sources }) {
    for (const declaration of sources.flatMap((it) => [
      ...it.getFunctions(),
      ...it.getVariableDeclarations(),
    ])) {
      const name = declaration.getName() ?? '';
      if (!NAMES.includes(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))) continue;
      yield {
        at: place(declaration),
        message: `entry point ${name} is written by hand`,
        hint: 'remove it; `export default chiTask(Runtime);` has all of them',
      };
    }
  },
};
