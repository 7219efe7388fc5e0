// Loading yaml and ajv costs as much as starting Node: a runtime without a configuration file must not pay.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';

const directory = mkdtempSync(join(tmpdir(), 'chimaera-lazy-'));
afterAll(() => rmSync(directory, { recursive: true }));

const loaded: string[] = [];
const require = createRequire(import.meta.url);
for (const name of ['yaml', 'ajv']) {
  jest.unstable_mockModule(name, () => {
    loaded.push(name);
    return { ...(require(name) as object) };
  });
}

test('loads yaml and ajv only if there is a file', async () => {
  const { loadConfig } = await import('../../../src/config/load.js');
  const env = { HOME: directory };
  await loadConfig({ env });
  expect(loaded).toEqual([]);
  const path = join(directory, 'chimaera.yaml');
  writeFileSync(path, 'runtime: { workers: 2 }');
  const { config } = await loadConfig({ path, env });
  expect(config.runtime.workers).toBe(2);
  expect(loaded.sort()).toEqual(['ajv', 'yaml']);
});
