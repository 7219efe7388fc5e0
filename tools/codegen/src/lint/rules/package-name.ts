import { packageNameOf } from '../../model/package-names.js';
import type { LintRule } from '../rule.js';

export const packageName: LintRule = {
  name: 'package-name',
  reason:
    'A runtime finds an installed module by its name: of acme_key_store it looks for the package @acme/key-store.',
  *check({ packageJson, manifest, moduleName, namespace }) {
    if (packageJson === undefined || manifest === undefined) return;
    const expected = packageNameOf(namespace, moduleName);
    if (manifest.name === expected) return;
    const line = packageJson.text.split('\n').findIndex((text) => /^\s*"name"\s*:/.test(text)) + 1;
    yield {
      at: { file: packageJson.path, line: Math.max(1, line), column: 1 },
      message: `the package is called ${String(manifest.name)}, not ${expected}`,
      hint: `"name": "${expected}"`,
    };
  },
};
