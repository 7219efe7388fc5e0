import type { LintRule } from '../rule.js';
import { place } from '../syntax.js';

export const runtimeClass: LintRule = {
  name: 'runtime-class',
  reason:
    'The module manager makes an instance of class Runtime, which extends Container, for each container.',
  *check(module) {
    const { runtime, runtimeClass: found } = module;
    const hint = 'export class Runtime extends Container { ... }';
    if (runtime === undefined) {
      yield { at: module.module.yaml.moduleName.at, message: 'there is no src/runtime.ts', hint };
    } else if (found === undefined) {
      yield { at: place(runtime), message: 'there is no class Runtime', hint };
    } else if (!/(^|\.)Container$/.test(found.getExtends()?.getExpression().getText() ?? '')) {
      yield {
        at: place(found.getNameNode() ?? found),
        message: 'class Runtime does not extend Container',
        hint,
      };
    }
  },
};
