import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const ownClient: LintRule = {
  name: 'own-client',
  reason:
    'The framework gives each container a client of its own pool, of the module’s class, as this.client.',
  *check(module) {
    const properties = module.runtimeClass?.getProperties() ?? [];
    const client = properties.find((it) => it.getName() === 'client')?.getNameNode();
    for (const node of [client, module.member('initClient')?.nameNode]) {
      if (node === undefined) continue;
      yield {
        at: place(node),
        message: `class Runtime declares ${node.getText()}`,
        hint: 'remove it and use this.client',
      };
    }
  },
};
