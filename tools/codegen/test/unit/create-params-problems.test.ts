import { describe, expect, test } from '@jest/globals';
import { problemsOf } from '../support/repo.js';

const TASKS = 'sample/src/tasks.ts';
const IMPORTS = `import { type bool, type bytes, type BufferRef, type FixedArray, type f64, type HashMap, type In, type InOut, type Optional, type Out, type u16, type u32, type Vector, Task } from '@chimaera/core';\n`;

describe('CreateParams is refused', () => {
  const withParams = (params: string) =>
    `${IMPORTS}${params}\nexport abstract class PingTask extends Task {}\n`;
  const own = (member: string) =>
    `export class CreateParams { static readonly chimodLibName = 'demo_sample';\n${member} }`;
  const cases: [name: string, params: string, said: string][] = [
    ['when it is missing', '', `${TASKS}:1:1: error: class CreateParams is missing [create-params]`],
    ['when it is not exported', own('').replace('export ', ''), 'class CreateParams is not exported'],
    [
      'without a library name',
      'export class CreateParams {}',
      `${TASKS}:2:14: error: CreateParams has no chimodLibName`,
    ],
    [
      'with another library name',
      own('').replace('demo_sample', 'chimaera_sample'),
      `${TASKS}:2:61: error: chimodLibName 'chimaera_sample' is not this module's name 'demo_sample' [create-params]
    2 | export class CreateParams { static readonly chimodLibName = 'chimaera_sample';
      |                                                             ^
  hint: the library name is <namespace>_<module_name>: static readonly chimodLibName = 'demo_sample';`,
    ],
    [
      'with the name of the library file',
      own('').replace('demo_sample', 'demo_sample_runtime'),
      "'demo_sample'; without _runtime",
    ],
    [
      'with a computed library name',
      own('').replace("'demo_sample'", 'NAME'),
      'chimodLibName is not a string literal',
    ],
    ['with a parameter without a type', own('a = 1;'), `${TASKS}:3:1: error: parameter a needs a type`],
    ...(
      [
        ["'x'", 'string'],
        ['true', 'bool'],
        ['7', 'u32'],
        ['-0.5', 'f64'],
        ['7n', 'u64'],
      ] as const
    ).map(([value, type]): [string, string, string] => [
      `with a parameter whose value ${value} tells its type`,
      own(`a = ${value};`),
      `hint: write \`a: ${type} = ${value}\``,
    ]),
    ['with a parameter without a default', own('a!: u32;'), 'parameter a has no default'],
    ['with a parameter that is readonly', own('readonly a: u32 = 1;'), 'parameter a is readonly'],
    ['with a parameter that is private', own('private a: u32 = 1;'), 'parameter a is not public'],
    [
      'with a parameter of a foreign type',
      own('a: Date = new Date();'),
      'type Date cannot be shared between processes',
    ],
    ['that is abstract', own('').replace('class', 'abstract class'), 'class CreateParams is abstract'],
    [
      'that is generic',
      own('').replace('CreateParams', 'CreateParams<T>'),
      `${TASKS}:2:27: error: class CreateParams has type parameters`,
    ],
    [
      'that extends another class',
      own('').replace('CreateParams', 'CreateParams extends Base'),
      'class CreateParams extends another class',
    ],
    [
      'that cannot be made without arguments',
      own('constructor(a: number) {}'),
      'the constructor of CreateParams has parameters',
    ],
    [
      'with a parameter that every pool has',
      own("poolName: string = '';"),
      'parameter poolName is pool_name in YAML, which says something of every pool',
    ],
    [
      'with a parameter named like a member of Object',
      own('valueOf: u32 = 1;'),
      'parameter valueOf is named like a member of every object',
    ],
    ['with a buffer', own('a: BufferRef = x;'), 'parameter a is a BufferRef, which a pool cannot keep'],
    [
      'with two parameters of one YAML name',
      own('ioDepth: u32 = 1; io_depth: u32 = 1;'),
      'parameters ioDepth and io_depth are both io_depth in YAML',
    ],
  ];
  test.each(cases)('%s', async (_name, params, said) => {
    expect(await problemsOf({ tasks: withParams(params) })).toContain(said);
  });
});
