import { describe, expect, test } from '@jest/globals';
import { generate } from '../../src/pipeline.js';
import { MODULE_YAML, pingTask, problemsOf, repoOf } from '../support/repo.js';

const YAML = 'sample/chimaera_mod.yaml';

describe('the list form', () => {
  const FORM_2 =
    'name: sample\nversion: 1.0.0\ndescription: "x"\nauthor: me\nmethods:\n  - kCreate\n  - kPing\n  - kPong\ndependencies: []\n';
  const tasks = `${pingTask('abstract n: In<u32>;')}export abstract class PongTask extends Task {}\n`;

  test('numbers methods from 10 and implies the required ones', async () => {
    const { files, problems } = await generate(repoOf({ yaml: FORM_2, tasks }));
    expect(problems).toEqual([]);
    expect(files.get('sample/src/autogen/methods.ts')).toContain(
      '  kCreate: 0,\n  kDestroy: 1,\n  kPing: 10,\n  kPong: 11,\n',
    );
  });

  test('may be combined with the map form when both agree', async () => {
    expect(await problemsOf({ yaml: `${FORM_2}module_name: sample\nkCreate: 0\nkPing: 10\n`, tasks })).toBe(
      '',
    );
  });

  test.each([
    [
      'kPing: 12',
      '10:8: error: kPing has the id 12 here, and the list `methods` gives it the id 10 [two-forms]',
    ],
    [
      'kPang: 12',
      '10:1: error: kPang has the id 12 here, and the list `methods` does not have it [two-forms]',
    ],
    ['module_name: other', "10:14: error: module_name 'other' is not the name 'sample' [two-forms]"],
  ])('must not contradict it by %s', async (line, expected) => {
    expect(await problemsOf({ yaml: `${FORM_2}${line}\n`, tasks })).toContain(`${YAML}:${expected}`);
  });

  test("may use the other form's key for the name, and the reverse", async () => {
    expect(await problemsOf({ yaml: FORM_2.replace('name:', 'module_name:'), tasks })).toBe('');
    const yaml = MODULE_YAML.replace('module_name:', 'name:');
    expect(await problemsOf({ yaml })).toBe('');
    expect(await problemsOf({ yaml: `${yaml}module_name: sample\n` })).toBe('');
    expect(await problemsOf({ yaml: `${yaml}module_name: other\n` })).toContain(
      "module_name 'other' is not the name 'sample' [two-forms]",
    );
  });

  test('names a method listed twice', async () => {
    const said = await problemsOf({ yaml: FORM_2.replace('kPong', 'kPing'), tasks: pingTask('') });
    expect(said).toContain(`${YAML}:8:5: error: method kPing is listed twice, first in line 7`);
  });
});
