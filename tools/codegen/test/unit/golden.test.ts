import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { generate } from '../../src/pipeline.js';
import { goldenText, kitchenSink, updateGolden } from '../support/golden.js';
import { fileOf, MODULE_YAML } from '../support/repo.js';
import { typeErrors } from '../support/type-check.js';

const NAMES = ['methods.ts', 'tasks.ts', 'client.ts', 'lib_exec.ts'];
const DIR = 'kitchen-sink/src/autogen';
const LOCK = 'kitchen-sink/chimaera_mod.lock.json';
const repoRoot = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** A generated file of a module in which method, task, fields and parameters have names of that length. */
function longNames(long: string, name: string): Promise<string> {
  const types = ['u32', 'Vector<string>', 'Optional<u64>', 'HashMap<string, Vector<u16>>', 'bytes'];
  const fields = types.map((type, i) => `abstract ${long}${i}: InOut<${type}>;`).join('\n');
  const tasks = `import { type bytes, type HashMap, type InOut, type Optional, Task, type u16, type u32, type u64, type Vector } from '@chimaera/core';
export class CreateParams { static readonly chimodLibName = 'demo_sample'; ${long}: Vector<u32> = []; }
export abstract class P${long}Task extends Task {\n${fields}\n}\n`;
  return fileOf(name, { yaml: MODULE_YAML.replace('kPing', `kP${long}`), tasks });
}

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

  test.each(NAMES)('generates %s', (name) => {
    const path = `${DIR}/${name}`;
    if (process.env['UPDATE_GOLDEN'] !== undefined) updateGolden(path, files.get(path)!);
    expect(files.get(path)).toBe(goldenText(path));
  });

  test('generates a formatted lock file', async () => {
    if (process.env['UPDATE_GOLDEN'] !== undefined) updateGolden(LOCK, files.get(LOCK)!);
    expect(files.get(LOCK)).toBe(goldenText(LOCK));
    expect(await prettier.format(files.get(LOCK)!, { parser: 'json' })).toBe(files.get(LOCK));
  });

  test.each(NAMES)('generates %s in the format of the repository', async (name) => {
    const config = JSON.parse(readFileSync(join(repoRoot, '.prettierrc.json'), 'utf8')) as prettier.Options;
    const text = files.get(`${DIR}/${name}`)!;
    expect(await prettier.format(text, { ...config, parser: 'typescript' })).toBe(text);
  });

  test.each(NAMES)('generates %s in that format, even with long names', async (name) => {
    const config = JSON.parse(readFileSync(join(repoRoot, '.prettierrc.json'), 'utf8')) as prettier.Options;
    for (const length of [1, 12, 24, 30]) {
      const text = await longNames('x'.repeat(length), name);
      expect(await prettier.format(text, { ...config, parser: 'typescript' })).toBe(text);
    }
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

  test('is generated the same each time', async () => {
    const again = await generate(kitchenSink());
    expect([...again.files]).toEqual([...files]);
  });

  test('has no carriage return, and ends with one line feed', () => {
    for (const text of files.values()) {
      expect(text).not.toContain('\r');
      expect(text).toMatch(/[^\n]\n$/);
    }
  });
});
