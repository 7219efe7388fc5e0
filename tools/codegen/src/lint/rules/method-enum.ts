import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const methodEnum: LintRule = {
  name: 'method-enum',
  reason: 'Method numbers are generated from chimaera_mod.yaml: an enum beside them is a second truth.',
  *check({ sources, methods }) {
    const keys = methods.map(({ key }) => key);
    for (const declaration of sources.flatMap((it) => it.getEnums())) {
      const shared = declaration.getMembers().find((it) => keys.includes(it.getName()));
      if (shared === undefined) continue;
      yield {
        at: place(declaration.getNameNode()),
        message: `enum ${declaration.getName()} lists methods`,
        hint: `import { Method } from './autogen/methods.js' and write Method.${shared.getName()}`,
      };
    }
  },
};
