import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const clientBase: LintRule = {
  name: 'client-base',
  reason: 'Class Client has the four forms of every call from the generated ClientBase.',
  *check(module) {
    const hint = 'src/client.ts: export class Client extends ClientBase {}';
    if (module.client === undefined) {
      yield { at: module.module.yaml.moduleName.at, message: 'there is no src/client.ts', hint };
      return;
    }
    const found = module.client.getClass('Client');
    if (found?.getExtends()?.getExpression().getText() === 'ClientBase') return;
    yield {
      at: place(found?.getNameNode() ?? module.client),
      message: found === undefined ? 'there is no class Client' : 'class Client does not extend ClientBase',
      hint,
    };
  },
};
