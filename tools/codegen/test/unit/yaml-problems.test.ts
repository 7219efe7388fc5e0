import { describe, expect, test } from '@jest/globals';
import { MODULE_YAML, problemsOf, TASKS_HEAD, PARAMS } from '../support/repo.js';

const YAML = 'sample/chimaera_mod.yaml';
const HEAD = 'module_name: sample\nnamespace: demo\nversion: 1.0.0\n';

/** Ten lines that stand for 10^9 words. */
const LAUGHTER = Array.from(
  { length: 9 },
  (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]\n`,
).join('');

/** Each case: what is written, and what is said about it. */
const cases: [name: string, yaml: string, said: string][] = [
  [
    'YAML syntax',
    'module_name: [sample\nversion: 1.0.0\n',
    `${YAML}:2:1: error: not valid YAML: Flow sequence in block collection must be sufficiently indented`,
  ],
  [
    'a second document',
    `${MODULE_YAML}---\n${MODULE_YAML}`,
    `${YAML}:7:1: error: not valid YAML: a second document begins here; one file is one document`,
  ],
  [
    'an alias of nothing',
    `${MODULE_YAML}kPong: *nothing\n`,
    `${YAML}:7:8: error: not valid YAML: there is no anchor &nothing [yaml-syntax]`,
  ],
  [
    'aliases that stand for more than memory holds',
    `${MODULE_YAML}a0: &a0 [x]\n${LAUGHTER}`,
    `${YAML}:8:10: error: not valid YAML: its aliases stand for more than a file can hold`,
  ],
  [
    'an alias inside of what it stands for',
    `${MODULE_YAML}description: &a [x, { y: *a }]\n`,
    `${YAML}:7:26: error: not valid YAML: *a stands inside of what it stands for [yaml-syntax]`,
  ],
  ['an id with a fraction', `${MODULE_YAML}kPong: 11.5\n`, 'hint: the next free id is 11'],
  [
    'a merge key',
    `${MODULE_YAML}<<: { kPong: 11 }\n`,
    'hint: YAML 1.2 has no merge keys: write the lines out',
  ],
  [
    'a tag of another language',
    `!!python/object:os.system\n${MODULE_YAML}`,
    `${YAML}:1:1: error: not valid YAML: the tag tag:yaml.org,2002:python/object:os.system has no meaning here`,
  ],
  [
    'a set',
    `${MODULE_YAML}description: !!set { a }\n`,
    `${YAML}:7:14: error: not valid YAML: the tag tag:yaml.org,2002:set has no meaning here [yaml-syntax]`,
  ],
  ['a version of YAML to come', `%YAML 9.9\n---\n${MODULE_YAML}`, 'Unsupported YAML version 9.9'],
  ['a number for a key', `${MODULE_YAML}1: 2\n`, `${YAML}:7:1: error: not valid YAML: a key must be a text`],
  [
    'a list for a key',
    `${MODULE_YAML}? [a]\n: 2\n`,
    `${YAML}:7:3: error: not valid YAML: a key must be a text`,
  ],
  ['no key', `${MODULE_YAML}~: 2\n`, `${YAML}:7:1: error: not valid YAML: a key must be a text`],
  [
    'a value without a bottom',
    `${MODULE_YAML}description: ${'['.repeat(20_000)}\n`,
    'error: not valid YAML: it is nested too deeply [yaml-syntax]\n    7 | [[[',
  ],
  [
    'bytes that are not UTF-8',
    `${MODULE_YAML}description: caf\ufffd\n`,
    `${YAML}:7:17: error: this is not UTF-8 [encoding]`,
  ],
  ['what a terminal would obey', `${MODULE_YAML}colour: "\u001b[31m"\n`, `7 | colour: "\ufffd[31m"`],
  [
    'the same in a hint',
    MODULE_YAML.replace('version', 'ver\u009bion'),
    'hint: is `ver\ufffdion` meant to be it?',
  ],
  [
    'an unknown key',
    `${MODULE_YAML}licence: MIT\n`,
    `${YAML}:7:1: error: unknown key 'licence' [yaml-schema]`,
  ],
  ['a misspelt key', MODULE_YAML.replace('version', 'verzion'), 'hint: is `verzion` meant to be it?'],
  [
    'a missing module_name',
    'version: 1.0.0\nkCreate: 0\nkDestroy: 1\n',
    `${YAML}:1:1: error: module_name is missing`,
  ],
  [
    'a missing version',
    'module_name: sample\nkCreate: 0\n',
    `${YAML}:1:1: error: version is missing [yaml-schema]`,
  ],
  [
    'a version that YAML reads as a number',
    MODULE_YAML.replace('1.0.0', '1.0'),
    `${YAML}:3:10: error: version: a string is expected, not 1 [yaml-schema]
    3 | version: 1.0
      |          ^
  hint: three numbers: 1.0.0`,
  ],
  [
    'a version of two numbers',
    MODULE_YAML.replace('1.0.0', '"1.4"'),
    `${YAML}:3:10: error: version '1.4' is not a version [yaml-schema]
    3 | version: "1.4"
      |          ^
  hint: three numbers: 1.4.0`,
  ],
  ['a version with a v', MODULE_YAML.replace('1.0.0', 'v2.1.3'), 'hint: three numbers: 2.1.3'],
  ['a version with a zero in front', MODULE_YAML.replace('1.0.0', '1.02.3'), 'hint: three numbers: 1.2.3'],
  [
    'a version that is a word',
    MODULE_YAML.replace('1.0.0', 'latest'),
    "error: version 'latest' is not a version [yaml-schema]",
  ],
  ['an empty version', MODULE_YAML.replace('1.0.0', '""'), 'hint: three numbers with dots between them'],
  [
    'a name that is none',
    MODULE_YAML.replace('sample', '9 lives'),
    `${YAML}:1:14: error: module_name '9 lives' is not a name`,
  ],
  ['a name with a hyphen', MODULE_YAML.replace('sample', 'my-mod'), 'letters, digits and _: my_mod'],
  [
    'a file that is no mapping',
    '- a\n- b\n',
    `${YAML}:1:1: error: a mapping of keys to values is expected [yaml-schema]`,
  ],
  [
    'a duplicate key',
    `${MODULE_YAML}version: 2.0.0\n`,
    `${YAML}:7:1: error: version occurs twice, first in line 3`,
  ],
  [
    'a duplicate method',
    `${MODULE_YAML}kPing: 11\n`,
    `${YAML}:7:1: error: method kPing is listed twice, first in line 6`,
  ],
  [
    'a duplicate id',
    `${MODULE_YAML}kPong: 10\n`,
    `${YAML}:7:8: error: id 10 of kPong is already that of kPing (line 6) [duplicate-id]
    7 | kPong: 10
      |        ^
  hint: the next free id is 11`,
  ],
  [
    'a reserved id',
    MODULE_YAML.replace('kPing: 10', 'kPing: 7'),
    `${YAML}:6:8: error: kPing has the id 7: 0 to 9 are reserved for inherited methods [method-id]
    6 | kPing: 7
      |        ^
  hint: the next free id is 10`,
  ],
  ['a misspelt inherited method', `${MODULE_YAML}kRecovr: 3\n`, 'hint: did you mean `kRecover`?'],
  [
    'a negative id',
    MODULE_YAML.replace(': 10', ': -3'),
    `${YAML}:6:8: error: kPing has the id -3: ids are not negative`,
  ],
  [
    'a method of its own turned off',
    MODULE_YAML.replace(': 10', ': -1'),
    'only inherited methods can be turned off with -1',
  ],
  [
    'an id that is too large',
    MODULE_YAML.replace(': 10', ': 70000'),
    'kPing has the id 70000: ids end at 65535',
  ],
  [
    'an id that is not whole',
    MODULE_YAML.replace(': 10', ': 10.5'),
    `${YAML}:6:8: error: the id of kPing is not a whole number: 10.5`,
  ],
  [
    'an id that is no number',
    MODULE_YAML.replace(': 10', ': ten'),
    'the id of kPing is not a whole number: "ten"',
  ],
  ['an id in quotes', MODULE_YAML.replace(': 10', ': "10"'), 'hint: without quotes: kPing: 10'],
  ['an id without end', MODULE_YAML.replace(': 10', ': .inf'), 'is not a whole number: Infinity'],
  ['a word of YAML 1.1', MODULE_YAML.replace(': 10', ': yes'), 'is not a whole number: "yes"'],
  ['an id that is not there', MODULE_YAML.replace(': 10', ':'), `${YAML}:6:7: error: kPing has no id`],
  [
    'an inherited method with another id',
    `${MODULE_YAML}kRecover: 13\n`,
    `${YAML}:7:11: error: inherited method kRecover has the id 13, but its id is 3 everywhere [inherited-id]
    7 | kRecover: 13
      |           ^
  hint: write kRecover: 3, or -1 to turn it off`,
  ],
  [
    'a required method turned off',
    MODULE_YAML.replace('kDestroy: 1', 'kDestroy: -1'),
    `${YAML}:5:11: error: kDestroy cannot be turned off`,
  ],
  [
    'a required method left out',
    MODULE_YAML.replace('kDestroy: 1\n', ''),
    `${YAML}:1:1: error: required method kDestroy is missing`,
  ],
  [
    'a name without k',
    `${MODULE_YAML}Pong: 11\n`,
    `${YAML}:7:1: error: method name 'Pong' does not begin with k and a capital, followed by letters and digits [method-name]
    7 | Pong: 11
      | ^
  hint: did you mean \`kPong\`?`,
  ],
  ['a name without a capital', `${MODULE_YAML}kpong: 11\n`, 'hint: did you mean `kPong`?'],
  ['a name with an underscore', `${MODULE_YAML}k_send_all: 11\n`, 'hint: did you mean `kSendAll`?'],
  [
    'another namespace than the repository',
    MODULE_YAML.replace('demo', 'demos'),
    `${YAML}:2:12: error: namespace 'demos' differs from the repository's 'demo' [namespace]
    2 | namespace: demos
      |            ^
  hint: write demo as chimaera_repo.yaml does, or leave the line out`,
  ],
  [
    'a method without a task class',
    `${MODULE_YAML}kPong: 11\n`,
    `${YAML}:7:1: error: method kPong has no task class PongTask [method-task]`,
  ],
  [
    'an inherited method without a task class',
    `${MODULE_YAML}kRecover: 3\n`,
    'hint: add `export abstract class RecoverTask extends Task { ... }` to src/tasks.ts, or write kRecover: -1',
  ],
  [
    'a method named like a member of Container',
    `${HEAD}kCreate: 0\nkDestroy: 1\nkPing: 10\nkLog: 11\n`,
    'method kLog: `log` is a member',
  ],
  [
    'a method that would make the client thenable',
    `${MODULE_YAML}kThen: 11\n`,
    'method kThen: `then` is a member of every client or container',
  ],
  [
    'a method named like a form of another',
    `${MODULE_YAML}kPingSync: 11\n`,
    'kPingSync and kPing give the client two methods pingSync',
  ],
  [
    'a method named like the monitor of another',
    `${MODULE_YAML}kMonitorPing: 11\n`,
    'kMonitorPing is called monitorPing, as is the monitor of kPing',
  ],
  [
    'methods as a mapping',
    'name: sample\nversion: 1.0.0\nmethods: { kPing: 10 }\n',
    `${YAML}:3:10: error: methods: a list is expected, not {"kPing":10} [yaml-schema]`,
  ],
];

describe('a module YAML', () => {
  test.each(cases)('is refused for %s', async (_name, yaml, said) => {
    expect(await problemsOf({ yaml })).toContain(said);
  });

  test('is accepted when it is valid', async () => {
    expect(await problemsOf({})).toBe('');
  });

  test('accepts an id written in another notation or as an alias', async () => {
    for (const id of ['0xa', '0o12', '10.0', '1e1', '!!int "10"'])
      expect(await problemsOf({ yaml: MODULE_YAML.replace(': 10', `: ${id}`) })).toBe('');
    const yaml = `module_name: &name sample\ndescription: *name\n${MODULE_YAML.replace(/.*\n/, '')}`;
    expect(await problemsOf({ yaml: yaml.replaceAll('\n', '\r\n') })).toBe('');
  });

  test('accepts a version with more than three numbers', async () => {
    for (const version of ['0.0.1', '1.0.0-rc.1', '10.20.30+build.5', '1.0.0-beta+exp.sha-5114f85'])
      expect(await problemsOf({ yaml: MODULE_YAML.replace('1.0.0', version) })).toBe('');
  });

  test('is refused for an invalid version of its repository', async () => {
    const said = await problemsOf({ repo: 'namespace: demo\nversion: "1"\n' });
    expect(said).toContain("chimaera_repo.yaml:2:10: error: version '1' is not a version [yaml-schema]");
  });

  test('is refused for a duplicate key in its repository file', async () => {
    const said = await problemsOf({ repo: 'namespace: demo\nnamespace: other\n' });
    expect(said).toContain('chimaera_repo.yaml:2:1: error: namespace occurs twice, first in line 1');
  });

  test('is checked in time proportional to its methods', async () => {
    const yaml = MODULE_YAML + Array.from({ length: 3000 }, (_, i) => `kM${i}: ${i + 11}\n`).join('');
    expect((await problemsOf({ yaml })).match(/has no task class/g)).toHaveLength(3000);
  });

  test('is refused for several reasons at once, in the order of the file', async () => {
    const yaml =
      'module_name: sample\nversion: 1.0.0\nnamspace: demo\nkCreate: 5\nkDestroy: 1\nping: 10\nkPong: 3\n';
    const said = await problemsOf({ yaml, tasks: `${TASKS_HEAD}${PARAMS}` });
    const rules = said
      .split('\n')
      .flatMap((line) => /^[^ ]+?:(\d+:\d+): .*\[(.*)\]$/.exec(line)?.slice(1) ?? []);
    expect(rules).toEqual([
      '3:1',
      'yaml-schema',
      '4:10',
      'inherited-id',
      '6:1',
      'method-name',
      '7:1',
      'method-task',
      '7:8',
      'method-id',
    ]);
  });
});

test.each(['Ping', 'kping'])('a method called %s has one problem, its name', async (name) => {
  const said = await problemsOf({ yaml: MODULE_YAML.replace('kPing', name) });
  expect(said.match(/error: .*/g)).toEqual([
    `error: method name '${name}' does not begin with k and a capital, followed by letters and digits [method-name]`,
  ]);
  expect(said).toContain('hint: did you mean `kPing`?');
});
