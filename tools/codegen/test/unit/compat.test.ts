import { describe, expect, test } from '@jest/globals';
import { formatProblem } from '../../src/errors.js';
import { generate } from '../../src/pipeline.js';
import { MODULE_YAML, pingTask, repoOf, type Sources } from '../support/repo.js';

const IMPORTS = `import { type FixedArray, type HashMap, type In, type Optional, type InOut, type Out, type Vector, type f64, type u32, type u64, Task } from '@chimaera/core';\n`;
const COLOR =
  'export const Color = { kRed: 0, kGreen: 1 } as const;\nexport type Color = (typeof Color)[keyof typeof Color];\n';
const MEMBERS = 'abstract n: In<u32>;\nabstract color: InOut<Color>;\nabstract ids: Out<Vector<u64>>;';
const PARAMS = `export class CreateParams {\n  static readonly chimodLibName = 'demo_sample';\n  size: u32 = 1;\n  path: string = '';\n}\n`;

const tasks = (members = MEMBERS, more = COLOR, params = PARAMS) =>
  `${IMPORTS}${more}${params}export abstract class PingTask extends Task {\n${members}\n}\n`;
const LOCK = 'sample/chimaera_mod.lock.json';

async function lockOf(sources: Sources): Promise<string> {
  const { files, problems } = await generate(repoOf(sources), { force: true });
  expect(problems).toEqual([]);
  return files.get(LOCK)!;
}

/** What is said of `after` where `before` was refreshed. */
async function breakingOf(after: Sources, before: Sources = { tasks: tasks() }): Promise<string> {
  const lock = await lockOf(before);
  const { files, problems } = await generate(repoOf({ ...before, ...after, lock }));
  expect(files.size > 0).toBe(problems.length === 0);
  return problems.map((problem) => formatProblem(problem)).join('\n');
}

describe('a refresh accepts, because existing clients do not notice it,', () => {
  test.each<[string, Sources]>([
    [
      'a change of formatting, comments and struct names',
      { tasks: `// new\n${tasks(`/** How many. */ ${MEMBERS}`)}` },
    ],
    [
      'a new name of an enum',
      { tasks: tasks(MEMBERS.replace('Color', 'Hue'), COLOR.replaceAll('Color', 'Hue')) },
    ],
    ['a new member of an enum', { tasks: tasks(MEMBERS, COLOR.replace('kGreen: 1', 'kGreen: 1, kBlue: 2')) }],
    [
      'a new method',
      {
        yaml: `${MODULE_YAML}kPong: 11\n`,
        tasks: `${tasks()}export abstract class PongTask extends Task {}\n`,
      },
    ],
    [
      'a new parameter at the end',
      {
        tasks: tasks(
          MEMBERS,
          COLOR,
          PARAMS.replace(`path: string = '';`, `path: string = '';\n  speed: f64 = 1;`),
        ),
      },
    ],
    ['a new version', { yaml: MODULE_YAML.replace('1.0.0', '1.1.0') }],
  ])('%s', async (_what, after) => {
    expect(await breakingOf(after)).toBe('');
  });

  test('the removal of a method whose id is reserved', async () => {
    const yaml = MODULE_YAML.replace('kPing: 10', 'reserved: [10]');
    expect(await breakingOf({ yaml, tasks: tasks().replace(/export abstract[^]*/, '') })).toBe('');
  });
});

describe('a refresh refuses', () => {
  const noClass = tasks().replace(/export abstract[^]*/, '');
  test.each<[string, Sources, string]>([
    [
      'another id of a method',
      { yaml: MODULE_YAML.replace('kPing: 10', 'kPing: 11') },
      `sample/chimaera_mod.yaml:6:8: error: kPing had the id 10 and now has 11: clients that are already built call it by 10 [breaking-method-id]
    6 | kPing: 11
      |        ^
  hint: write \`kPing: 10\`; if no such client is in use: npx chimaera repo refresh --force`,
    ],
    [
      'the end of a method',
      { yaml: MODULE_YAML.replace('kPing: 10\n', ''), tasks: noClass },
      'sample/chimaera_mod.lock.json:7:5: error: method kPing (10) is gone: clients that are built already call it',
    ],
    [
      'an id that goes to another method',
      { yaml: MODULE_YAML.replace('kPing', 'kPong'), tasks: tasks().replace('PingTask', 'PongTask') },
      'sample/chimaera_mod.yaml:6:8: error: id 10 is that of kPing: a client that is built already would call kPong without knowing',
    ],
    [
      'another name of the module',
      { yaml: MODULE_YAML.replace('sample', 'simple'), tasks: tasks().replace('demo_sample', 'demo_simple') },
      'sample/chimaera_mod.yaml:1:14: error: the module was demo_sample and is now demo_simple:',
    ],
    [
      'another namespace',
      {
        repo: 'namespace: other\n',
        yaml: MODULE_YAML.replace('demo', 'other'),
        tasks: tasks().replace('demo_sample', 'other_sample'),
      },
      'sample/chimaera_mod.yaml:2:12: error: the module was demo_sample and is now other_sample:',
    ],
    [
      'the end of a field',
      { tasks: tasks(MEMBERS.replace('abstract n: In<u32>;', '')) },
      'error: PingTask: field n is gone; clients that are built already get LAYOUT_MISMATCH for kPing [breaking-task-fields]',
    ],
    [
      'another type of a field',
      { tasks: tasks(MEMBERS.replace('In<u32>', 'In<u64>')) },
      'sample/src/tasks.ts:10:10: error: PingTask: field n was u32 and is u64;',
    ],
    [
      'another direction',
      { tasks: tasks(MEMBERS.replace('In<u32>', 'InOut<u32>')) },
      'field n was In and is InOut;',
    ],
    [
      'another order',
      { tasks: tasks(MEMBERS.split('\n').reverse().join('\n')) },
      'field ids has moved; the order was n, color, ids;',
    ],
    ['a new field', { tasks: tasks(`${MEMBERS}\nabstract more: In<u32>;`) }, 'field more is new;'],
    [
      'another number of an enum member',
      { tasks: tasks(MEMBERS, COLOR.replace('kGreen: 1', 'kGreen: 2')) },
      'sample/src/tasks.ts:2:14: error: enum Color: kGreen was 1 and is 2;',
    ],
    [
      'the end of an enum member, even of an enum with another name',
      {
        tasks: tasks(
          MEMBERS.replace('Color', 'Hue'),
          COLOR.replaceAll('Color', 'Hue').replace(', kGreen: 1', ''),
        ),
      },
      'enum Hue: kGreen = 1 is gone;',
    ],
    [
      'another type of a parameter',
      { tasks: tasks(MEMBERS, COLOR, PARAMS.replace('size: u32', 'size: u64').replace('= 1', '= 1n')) },
      'CreateParams: parameter size was u32 and is u64;',
    ],
    [
      'a parameter before another',
      { tasks: tasks(MEMBERS, COLOR, PARAMS.replace('size: u32', 'depth: u32 = 1;\n  size: u32')) },
      'CreateParams: parameter size was number 1 and is number 2;',
    ],
  ])('%s', async (_what, after, expected) => {
    expect(await breakingOf(after)).toContain(expected);
  });

  test.each<[string, Sources, string, Sources]>([
    [
      'another type deep in a field, and names what differs alone',
      {
        tasks: tasks(
          'abstract deep: InOut<HashMap<string, Vector<Deep>>>;',
          'export interface Point { x: f64; y: f64; z: u32 }\nexport interface Deep { id: u32; at: Optional<Point>; list: Vector<string> }\n',
        ),
      },
      'PingTask: field deep[][].id was u64 and is u32, deep[][].at.y was u32 and is f64, deep[][].at.z is new, deep[][].gone is gone; clients',
      {
        tasks: tasks(
          'abstract deep: InOut<HashMap<string, Vector<Deep>>>;',
          'export interface Point { x: f64; y: u32 }\nexport interface Deep { id: u64; at: Optional<Point>; gone: u32; list: Vector<string> }\n',
        ),
      },
    ],
    [
      'another element and another order of members',
      {
        tasks: tasks(
          'abstract list: In<Vector<u64>>; abstract pair: In<Pair>;',
          'export interface Pair { b: u32; a: FixedArray<u32, 3> }\n',
        ),
      },
      'PingTask: field list was Vector<u32> and is Vector<u64>;',
      {
        tasks: tasks(
          'abstract list: In<Vector<u32>>; abstract pair: In<Pair>;',
          'export interface Pair { a: FixedArray<u32, 2>; b: u32 }\n',
        ),
      },
    ],
    [
      'another order of members and another length of an array',
      {
        tasks: tasks('abstract pair: In<Pair>;', 'export interface Pair { b: u32; a: FixedArray<u32, 3> }\n'),
      },
      'field pair.a was FixedArray<u32, 2> and is FixedArray<u32, 3>, pair.b has moved; the order was a, b;',
      {
        tasks: tasks('abstract pair: In<Pair>;', 'export interface Pair { a: FixedArray<u32, 2>; b: u32 }\n'),
      },
    ],
  ])('%s', async (_what, after, expected, before) => {
    expect(await breakingOf(after, before)).toContain(expected);
  });

  test('a list of methods whose order has changed', async () => {
    const yaml = (list: string) => `name: sample\nversion: 1.0.0\nmethods: [${list}]\n`;
    const both = `${tasks()}export abstract class PongTask extends Task {}\n`;
    const said = await breakingOf(
      { yaml: yaml('kPong, kPing') },
      { yaml: yaml('kPing, kPong'), tasks: both },
    );
    expect(said).toContain('kPing had the id 10 and now has 11');
    expect(said).toContain('append new methods to the list');
  });

  test('a lock file with merge conflict markers', async () => {
    const { problems } = await generate(repoOf({ lock: '{\n<<<<<<< HEAD\n}\n' }));
    expect(formatProblem(problems[0]!)).toMatch(
      /^sample\/chimaera_mod.lock.json:2:1: error: not a lock file:/,
    );
  });

  test.each(['', '[]', '{}', '{ "format": 2 }', '{ "format": 1, "methods": 3 }'])(
    'the lock file %j',
    async (lock) => {
      const { problems } = await generate(repoOf({ lock }));
      expect(problems.map(({ rule }) => rule)).toEqual(['lock-file']);
    },
  );
});

describe('with --force', () => {
  const gone = {
    yaml: MODULE_YAML.replace('kPing', 'kPong').replace('10', '11'),
    tasks: tasks().replace('PingTask', 'PongTask'),
  };

  test('a change is made and reported', async () => {
    const lock = await lockOf({ tasks: tasks() });
    const { problems, accepted, files } = await generate(repoOf({ ...gone, lock }), { force: true });
    expect(problems).toEqual([]);
    expect(accepted.map(({ message }) => message)).toEqual([
      expect.stringContaining('method kPing (10) is gone'),
    ]);
    expect(JSON.parse(files.get(LOCK)!)).toMatchObject({
      methods: { kPong: { id: 11 } },
      reserved: { kPing: 10 },
    });
  });

  test('a freed id is not reused by accident later', async () => {
    const lock = await lockOf({ ...gone, lock: await lockOf({ tasks: tasks() }) });
    const later = {
      ...gone,
      yaml: `${gone.yaml}kPang: 10\n`,
      tasks: `${gone.tasks}export abstract class PangTask extends Task {}\n`,
    };
    const { problems } = await generate(repoOf({ ...later, lock }));
    expect(problems.map(({ message }) => message)).toEqual([
      'id 10 was that of kPing, which is gone: a client that still calls it would reach kPang',
    ]);
    expect(problems[0]!.hint).toContain('never used');
  });

  test('only the forced change is accepted, and becomes the new contract', async () => {
    const changed = { tasks: tasks(MEMBERS.replace('In<u32>', 'In<u64>')) };
    const lock = await lockOf({ ...changed, lock: await lockOf({ tasks: tasks() }) });
    expect((await generate(repoOf({ ...changed, lock }))).problems).toEqual([]);
  });
});

describe('a module created from the templates', () => {
  const made = { tasks: pingTask('abstract n: In<u32>;') };
  const draftOf = async () => (await generate(repoOf(made), { newModule: 'sample' })).files.get(LOCK)!;
  const other = {
    yaml: MODULE_YAML.replace('kPing', 'kPut'),
    tasks: made.tasks.replace('PingTask', 'PutTask'),
  };

  test('may have its example replaced', async () => {
    const lock = await draftOf();
    expect(JSON.parse(lock)).toMatchObject({ draft: true });
    const { problems, files } = await generate(repoOf({ ...other, lock }));
    expect(problems).toEqual([]);
    expect(JSON.parse(files.get(LOCK)!)).not.toHaveProperty('draft');
    expect(JSON.parse(files.get(LOCK)!)).toMatchObject({ reserved: {} });
  });

  test('is up to date as generated', async () => {
    const lock = await draftOf();
    expect((await generate(repoOf({ ...made, lock }))).files.get(LOCK)).toBe(lock);
  });

  test('keeps its promises for the methods it keeps', async () => {
    const lock = await draftOf();
    const moved = MODULE_YAML.replace('kPing: 10', 'kPing: 11');
    expect((await generate(repoOf({ ...made, yaml: moved, lock }))).problems).toHaveLength(1);
  });
});
