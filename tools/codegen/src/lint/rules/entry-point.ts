import { fileOf } from '../../input/syntax-tree.js';
import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

const LINE = 'export default chiTask(Runtime);';

export const entryPoint: LintRule = {
  name: 'entry-point',
  reason: 'The module manager loads what chiTask gives: without it the library is not taken for a module.',
  *check({ runtime, runtimeClass }) {
    if (runtime === undefined || runtimeClass === undefined) return;
    const exported = runtime.getExportAssignments().map((it) => it.getExpression().getText());
    if (exported.some((text) => /\bchiTask\(\s*Runtime\b/.test(text))) return;
    const isImported = runtime
      .getImportDeclarations()
      .some((it) => it.getNamedImports().some((name) => name.getName() === 'chiTask'));
    const end = runtime.getFullText().length;
    yield {
      at: place(runtimeClass.getNameNode() ?? runtimeClass),
      message: `runtime.ts does not end in \`${LINE}\``,
      hint: `import { chiTask } from '@chimaera/core/module', and add the line`,
      ...(exported.length === 0 &&
        isImported && { fix: { file: fileOf(runtime), start: end, end, text: `\n${LINE}\n` } }),
    };
  },
};
