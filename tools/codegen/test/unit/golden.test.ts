import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { generate } from '../../src/pipeline.js';
import { goldenText, kitchenSink, updateGolden } from '../support/golden.js';
import { typeErrors } from '../support/type-check.js';

const NAMES = ['methods.ts', 'tasks.ts', 'client.ts', 'lib_exec.ts'];
const DIR = 'kitchen-sink/src/autogen';
const LOCK = 'kitchen-sink/chimaera_mod.lock.json';
const repoRoot = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  const generated = await generate(kitchenSink());
  expect(generated.problems).toEqual([]);
  files = generated.files;
});

describe('a module with every type of field', () => {
  test('has these files', () => {
    expect([...files.keys()]).toEqual([...NAMES.map((name) => `${DIR}/${name}`), LOCK]);
  });

  test.each(NAMES)('gives %s', (name) => {
    const path = `${DIR}/${name}`;
    if (process.env['UPDATE_GOLDEN'] !== undefined) updateGolden(path, files.get(path)!);
    expect(files.get(path)).toBe(goldenText(path));
  });

  test('gives a lock file, formatted', async () => {
    if (process.env['UPDATE_GOLDEN'] !== undefined) updateGolden(LOCK, files.get(LOCK)!);
    expect(files.get(LOCK)).toBe(goldenText(LOCK));
    expect(await prettier.format(files.get(LOCK)!, { parser: 'json' })).toBe(files.get(LOCK));
  });

  test.each(NAMES)('gives %s in the format of the repository', async (name) => {
    const config = JSON.parse(readFileSync(join(repoRoot, '.prettierrc.json'), 'utf8')) as prettier.Options;
    const text = files.get(`${DIR}/${name}`)!;
    expect(await prettier.format(text, { ...config, parser: 'typescript' })).toBe(text);
  });

  test('compiles under the strictest options', () => {
    const sources = ['tasks.ts', 'runtime.ts', 'client.ts'].map((name) => `kitchen-sink/src/${name}`);
    expect(
      typeErrors(
        new Map(
          [...files]
            .filter(([path]) => path !== LOCK)
            .concat(sources.map((path) => [path, goldenText(path)])),
        ),
      ),
    ).toEqual([]);
  }, 60_000);

  test('gives the same again', async () => {
    const again = await generate(kitchenSink());
    expect([...again.files]).toEqual([...files]);
  });

  test('has no carriage return, and one line feed at its end', () => {
    for (const text of files.values()) {
      expect(text).not.toContain('\r');
      expect(text).toMatch(/[^\n]\n$/);
    }
  });
});
