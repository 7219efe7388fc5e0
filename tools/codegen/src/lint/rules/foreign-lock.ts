import type { LintRule } from '../rule.js';
import { calleeOf, callsIn, place } from '../syntax.js';

const PACKAGES = [
  'async-lock',
  'async-mutex',
  'async-sema',
  'await-lock',
  'mutexify',
  'semaphore-async-await',
];
const CALLS = /^(Atomics\.(wait|waitAsync|notify)|navigator\.locks\.request)$/;
const HINT =
  'private readonly mutex = new CoMutex(); or CoRwLock, from @chimaera/core/module: using _held = await this.mutex.scoped();';

export const foreignLock: LintRule = {
  name: 'foreign-lock',
  reason:
    'Locks of other libraries know no tasks: they jam where a task calls one of its own group, and stay locked when a task is cancelled.',
  *check({ sources }) {
    for (const source of sources) {
      for (const declaration of source.getImportDeclarations()) {
        const from = declaration.getModuleSpecifierValue();
        if (!PACKAGES.includes(from)) continue;
        yield { at: place(declaration), message: `a lock of '${from}'`, hint: HINT };
      }
      for (const call of callsIn(source)) {
        if (!CALLS.test(calleeOf(call))) continue;
        yield { at: place(call), message: `${calleeOf(call)} used as a lock`, hint: HINT };
      }
    }
  },
};
