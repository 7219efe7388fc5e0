import { describe, expect, test } from '@jest/globals';
import { generate } from '../../src/pipeline.js';
import { MODULE_YAML, moduleOf, repoOf } from '../support/repo.js';

describe('several modules', () => {
  test('must have names of their own', async () => {
    const inputs = { ...repoOf(), modules: [moduleOf({}, 'one'), moduleOf({}, 'two')] };
    const { problems } = await generate(inputs);
    expect(problems.map(({ file, line, message }) => [file, line, message])).toEqual([
      ['one/chimaera_mod.yaml', 1, 'demo_sample is also the module in two'],
      ['two/chimaera_mod.yaml', 1, 'demo_sample is also the module in one'],
    ]);
  });

  test('are all checked in one run', async () => {
    const bad = { yaml: MODULE_YAML.replace('kPing: 10', 'kPing: 9') };
    const renamed = { ...bad, yaml: bad.yaml.replace('sample', 'other') };
    const { problems, files } = await generate({
      ...repoOf(),
      modules: [moduleOf(bad, 'one'), moduleOf(renamed, 'two')],
    });
    expect(problems.filter(({ rule }) => rule === 'method-id').map(({ file }) => file)).toEqual([
      'one/chimaera_mod.yaml',
      'two/chimaera_mod.yaml',
    ]);
    expect(files.size).toBe(0);
  });
});
