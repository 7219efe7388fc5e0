import { describe, expect, test } from '@jest/globals';
import { PARAMS, pingTask, problemsOf, TASKS_HEAD } from '../support/repo.js';

const TASKS = 'sample/src/tasks.ts';
const IMPORTS = `import { type bool, type bytes, type BufferRef, type FixedArray, type f64, type HashMap, type In, type InOut, type Optional, type Out, type u16, type u32, type Vector, Task } from '@chimaera/core';\n`;

describe('a task class is refused', () => {
  const cases: [name: string, tasks: string, said: string][] = [
    [
      'when the file is no TypeScript',
      `${TASKS_HEAD}export abstract clas PingTask {}\n`,
      `${TASKS}:2:17: error: not valid TypeScript: `,
    ],
    [
      'without a method',
      `${pingTask('')}export abstract class PongTask extends Task {}\n`,
      `${TASKS}:6:23: error: task class PongTask has no method: no method kPong in the YAML [task-method]
    6 | export abstract class PongTask extends Task {}
      |                       ^
  hint: add a line \`kPong: 11\` to chimaera_mod.yaml`,
    ],
    [
      'when its method seems to be spelt otherwise',
      `${TASKS_HEAD}${PARAMS}export abstract class PimgTask extends Task {}\n`,
      'hint: is it meant for kPing? then it is called PingTask',
    ],
    [
      'that is not abstract',
      pingTask('').replace('abstract ', ''),
      `${TASKS}:3:14: error: task class PingTask is not abstract`,
    ],
    [
      'that is not exported',
      pingTask('').replace('export abstract', 'abstract'),
      `${TASKS}:3:16: error: task class PingTask is not exported`,
    ],
    [
      'that extends nothing',
      pingTask('').replace(' extends Task', ''),
      'task class PingTask extends nothing, not Task of @chimaera/core',
    ],
    [
      'that extends another task class',
      `${pingTask('')}export abstract class PongTask extends PingTask {}\n`,
      'task class PongTask extends PingTask, not Task of @chimaera/core',
    ],
    [
      'that has type parameters',
      pingTask('').replace('PingTask', 'PingTask<T>'),
      'task class PingTask has type parameters',
    ],
    [
      'whose name does not end in Task',
      `${pingTask('')}export abstract class Pong extends Task {}\n`,
      'the name of task class Pong does not end in Task',
    ],
    [
      'that is there twice',
      `${pingTask('')}export abstract class PingTask extends Task {}\n`,
      'task class PingTask is declared twice',
    ],
    [
      'whose Task is not core’s',
      pingTask('').replace('type u32, Task }', 'type u32 }'),
      "hint: import { Task } from '@chimaera/core'",
    ],
  ];
  test.each(cases)('%s', async (_name, tasks, said) => {
    expect(await problemsOf({ tasks })).toContain(said);
  });

  test('when there is no tasks.ts', async () => {
    expect(await problemsOf({ tasks: null })).toContain(
      'sample/chimaera_mod.yaml:1:14: error: module sample has no src/tasks.ts [tasks-file]',
    );
  });

  test('when it is turned off in the YAML', async () => {
    const yaml = 'module_name: sample\nversion: 1.0.0\nkCreate: 0\nkDestroy: 1\nkRecover: -1\n';
    const tasks = `${TASKS_HEAD}${PARAMS}export abstract class RecoverTask extends Task {}\n`;
    expect(await problemsOf({ yaml, tasks })).toContain(
      'task class RecoverTask has no method: kRecover is turned off (line 5)',
    );
  });
});

describe('a field is refused', () => {
  const cases: [name: string, member: string, said: string][] = [
    [
      'without a direction',
      'abstract n: u32;',
      `${TASKS}:4:10: error: PingTask: field n has no direction [field-form]
    4 | abstract n: u32;
      |          ^
  hint: write In<u32>, Out<u32> or InOut<u32>: who writes it, the caller, the runtime or both`,
    ],
    ['without a type', 'abstract n;', `${TASKS}:4:1: error: a field needs a type [field-type]`],
    ['that is not abstract', 'n!: In<u32>;', `${TASKS}:4:1: error: PingTask: field n is not abstract`],
    ['with a value', 'n: In<u32> = 1;', 'PingTask: field n has an initial value'],
    ['with a question mark', 'abstract n?: In<u32>;', 'hint: wrap its type: In<Optional<T>>'],
    ['that is protected', 'protected abstract n: In<u32>;', 'PingTask: field n is not public'],
    [
      'that is a getter',
      'abstract get n(): In<u32>;',
      `${TASKS}:4:14: error: PingTask: field n is an accessor`,
    ],
    ['that is a setter', 'set n(v: In<u32>) {}', 'PingTask: field n is an accessor'],
    ['that is a method', 'abstract n(): u32;', 'PingTask: n is an abstract method'],
    [
      'of the constructor',
      'constructor(public n: In<u32>) { super(); }',
      `${TASKS}:4:13: error: PingTask: n is a field of the constructor`,
    ],
    [
      'without a name',
      '[key: string]: unknown;',
      `${TASKS}:4:1: error: PingTask: an index signature is no field`,
    ],
    ['with a decorator', '@x abstract n: In<u32>;', 'PingTask: field n has a decorator'],
    [
      'that an interface adds',
      '}\nexport interface PingTask { n: In<u32>;',
      `${TASKS}:5:18: error: PingTask: interface PingTask adds members to it`,
    ],
    ['with a quoted name', "abstract 'a b': In<u32>;", "field 'a b' has no plain name"],
    [
      'that is there twice',
      'abstract n: In<u32>;\nabstract n: Out<u32>;',
      `${TASKS}:5:10: error: PingTask: field n is declared twice, first in line 4`,
    ],
    [
      'with the name of a member of Task',
      'abstract poolId: In<u32>;',
      'PingTask: field name poolId is reserved: every task has it',
    ],
    ['with the name of a member of Object', 'abstract toString: In<u32>;', 'field name toString is reserved'],
    ['called then', 'abstract then: In<u32>;', 'an object with `then` cannot be awaited'],
    ['with the name of a generated member', 'abstract saveIn: In<u32>;', 'field name saveIn is reserved'],
    ['that begins with $', 'abstract $seg: In<u32>;', 'field name $seg is reserved'],
  ];
  test.each(cases)('%s', async (_name, member, said) => {
    expect(await problemsOf({ tasks: pingTask(member) })).toContain(said);
  });
});

describe('a type cannot be shared:', () => {
  const cases: [type: string, said: string, column: number][] = [
    ['number', 'hint: say how wide it is: u8, u16, u32', 16],
    ['boolean', 'hint: write bool', 16],
    ['bigint', 'hint: write u64 or i64', 16],
    ['Date', 'type Date cannot be shared between processes', 16],
    ['Promise<u32>', 'type Promise cannot be shared', 16],
    ['() => void', 'type () => void cannot be shared between processes', 16],
    ['u32[]', 'hint: write Vector<T>, or FixedArray<T, N> if the length never changes', 16],
    ['Map<string, u32>', 'hint: write HashMap<K, V>', 16],
    ['Set<u32>', 'hint: write Vector<T>', 16],
    ['Uint8Array', 'hint: write bytes', 16],
    ['Buffer', 'hint: write bytes', 16],
    ['any', 'type any cannot be shared between processes', 16],
    ['u32 | undefined', 'hint: write Optional<u32>', 16],
    [
      "'a' | 'b'",
      'hint: for a choice of values declare an enum: export const E = { kA: 0, kB: 1 } as const',
      16,
    ],
    ['{ a: u32 }', 'an object type without a name cannot be shared between processes', 16],
    ['[u32, u32]', 'type [u32, u32] cannot be shared', 16],
    ['u23', 'hint: did you mean `u32`?', 16],
    ['u8', 'type u8 is not imported [field-type]', 16],
    ['Vector<Date>', 'type Date cannot be shared between processes', 23],
    ['Vector<BufferRef>', 'a BufferRef cannot stand inside another type', 23],
    ['Vector<In<u32>>', 'In<...> cannot stand inside another type', 23],
    ['Vector', 'Vector takes 1 type argument, not 0', 16],
    ['HashMap<u32>', 'HashMap takes 2 type arguments, not 1', 16],
    ['HashMap<f64, u32>', 'f64 cannot be the key of a HashMap', 24],
    ['HashMap<bytes, u32>', 'bytes cannot be the key of a HashMap', 24],
    ['FixedArray<u16, 0>', 'the length of a FixedArray is a whole number from 1 to 65536, not 0', 32],
    ['FixedArray<u16, N>', 'the length of a FixedArray is a whole number from 1 to 65536, not N', 32],
    ['FixedArray<string, 2>', 'the elements of a FixedArray have a fixed size', 16],
    ['Optional<Optional<u32>>', 'Optional<Optional<T>> says nothing more than Optional<T>', 16],
    [
      'FixedArray<u16, 60000>',
      'PingTask takes 120088 bytes without its variable fields, more than 32768',
      23,
    ],
  ];
  test.each(cases)('%s', async (type, said, column) => {
    const problems = await problemsOf({ tasks: pingTask(`  abstract n: In<${type}>;`, IMPORTS) });
    expect(problems).toContain(said);
    const line = said.startsWith('PingTask takes') ? 3 : 4;
    expect(problems).toContain(
      `${TASKS}:${line}:${said.startsWith('PingTask takes') ? column : column + 2}: error:`,
    );
  });

  test('a struct that doubles with each level', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `export interface S${i} { a: S${i + 1}; b: S${i + 1} }\n`,
    );
    const more = `${levels.join('')}export interface S40 { a: u32 }\n`;
    const said = await problemsOf({ tasks: pingTask('abstract s: In<S0>;', IMPORTS, more) });
    expect(said).toMatch(/error: S28 has 12287 parts, with those of its structs \[field-type\]/);
  });

  test('one that is too deep to be read, or to be written out', async () => {
    const deep = (n: number) =>
      pingTask(`abstract n: In<${'Vector<'.repeat(n)}u32${'>'.repeat(n + 1)};`, IMPORTS);
    expect(await problemsOf({ tasks: deep(120) })).toContain('is 101 types deep [field-type]');
    expect(await problemsOf({ tasks: deep(5000) })).toContain('something in this file is nested too deeply');
    expect(await problemsOf({ tasks: deep(30) })).toBe('');
  });

  test('something imported from another file', async () => {
    const head = `${IMPORTS}import type { Block } from './block.js';\n`;
    expect(await problemsOf({ tasks: pingTask('abstract b: In<Block>;', head) })).toContain(
      "type Block comes from './block.js' and cannot be shared",
    );
  });
});

describe('a declaration is refused:', () => {
  const cases: [name: string, declaration: string, said: string][] = [
    ['a TypeScript enum', 'export enum T { kA }\n', 'enum T cannot be shared'],
    [
      'a struct that is not exported',
      'interface T { a: u32 }\n',
      `${TASKS}:3:1: error: struct T is not exported`,
    ],
    [
      'a struct that is there twice',
      'export interface T { a: u32 }\nexport interface T { b: u32 }\n',
      'struct T is declared twice',
    ],
    ['a struct without fields', 'export interface T {}\n', 'struct T has no fields'],
    [
      'a struct with a method',
      'export interface T { a: u32; f(): void }\n',
      `${TASKS}:3:30: error: struct T has something other than fields`,
    ],
    [
      'a struct that extends',
      'export interface A { a: u32 }\nexport interface T extends A { b: u32 }\n',
      'struct T extends another type',
    ],
    [
      'a struct that contains itself',
      'export interface T { a: u32; next: Optional<T> }\n',
      'T contains itself: T -> T',
    ],
    [
      'structs that contain each other',
      'export interface T { a: Vector<U> }\nexport interface U { b: Vector<T> }\n',
      'T contains itself: T -> U -> T',
    ],
    [
      'a struct with a buffer',
      'export interface T { a: BufferRef }\n',
      'a BufferRef cannot stand inside a struct',
    ],
    ['a struct with an optional field', 'export interface T { a?: u32 }\n', 'hint: write Optional<u32>'],
    [
      'a struct with a field twice',
      'export class T { a: u32 = 0; a: u32 = 1 }\n',
      'struct T has two fields a',
    ],
    ['a struct with type parameters', 'export interface T<X> { a: X }\n', 'struct T has type parameters'],
    ['a type with type parameters', 'export type T<X> = Vector<X>;\n', 'T has type parameters'],
    ['an enum without its type', 'export const T = { kA: 0 } as const;\n', 'enum T has no type of its name'],
    [
      'an enum that is not const',
      `export const T = { kA: 0 };\nexport type T = (typeof T)[keyof typeof T];\n`,
      'T is not an enum',
    ],
    [
      'an enum that is not exported',
      `const T = { kA: 0 } as const;\ntype T = (typeof T)[keyof typeof T];\n`,
      'enum T is not exported',
    ],
    [
      'an enum with a word',
      `export const T = { kA: 'a' } as const;\nexport type T = (typeof T)[keyof typeof T];\n`,
      'enum T has a member that is no whole number',
    ],
    [
      'an enum with a member twice',
      `export const T = { kA: 0, kA: 1 } as const;\nexport type T = (typeof T)[keyof typeof T];\n`,
      'enum T has two members kA',
    ],
    [
      'an enum with a prototype',
      `export const T = { __proto__: 0, kA: 1 } as const;\nexport type T = (typeof T)[keyof typeof T];\n`,
      'enum T has a member __proto__',
    ],
    [
      'an enum with a value twice',
      `export const T = { kA: 1, kB: 1 } as const;\nexport type T = (typeof T)[keyof typeof T];\n`,
      'T.kB has the value of T.kA',
    ],
  ];
  test.each(cases)('%s', async (_name, declaration, said) => {
    expect(await problemsOf({ tasks: pingTask('abstract t: In<T>;', IMPORTS, declaration) })).toContain(said);
  });

  test('a name that generated code uses', async () => {
    const said = await problemsOf({
      tasks: pingTask('', IMPORTS, 'export interface PingInput { a: u32 }\n'),
    });
    expect(said).toContain(
      `${TASKS}:3:1: error: PingInput is a name that generated code uses [generated-name]`,
    );
  });
});

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

describe('a method of class Runtime is refused:', () => {
  const runtime = (member: string) => `export class Runtime extends Container {\n  ${member}\n}\n`;
  const cases: [name: string, member: string, said: string][] = [
    [
      'a generator',
      '*ping() {}',
      `sample/src/runtime.ts:2:4: error: ping is the method of kPing, and cannot be called: it is a generator [handler-form]
    2 |   *ping() {}
      |    ^
  hint: remove the *: what it yields would go nowhere, and nobody would run it`,
    ],
    ['an asynchronous generator', 'async *ping() {}', 'runtime.ts:2:10: error: ping is the method of kPing'],
    ['a generator in a property', 'ping = function* () {};', 'it is a generator'],
    ['a private one', 'private ping() {}', 'it is private [handler-form]'],
    ['a protected one', 'protected async ping() {}', 'hint: remove `protected`: generated code calls ping'],
    ['a #private one', '#ping() {}', 'hint: remove the #: generated code calls ping'],
    ['a static one', 'static ping() {}', 'it is static'],
    ['an abstract one', 'abstract ping(): void;', 'it is abstract'],
    ['an accessor', 'get ping() { return () => {}; }', 'it is an accessor'],
    ['a private monitor', 'ping() {}\n  private monitorPing() {}', 'monitorPing is the monitor of kPing'],
    ['create as a generator', '*create() {}', 'create is the method of kCreate'],
  ];
  test.each(cases)('%s', async (_name, member, said) => {
    expect(await problemsOf({ runtime: runtime(member) })).toContain(said);
  });

  test.each([
    'ping() {}\n  #ping() {}',
    'ping() {}\n  static ping() {}',
    'ping() {}\n  private help() {}\n  *pings() {}\n  static { }\n  constructor() { super(); }',
    'ping = () => {};\n  private pong = 1;',
    'private ping = 1;',
  ])('not `%s`', async (member) => {
    expect(await problemsOf({ runtime: runtime(member) })).toBe('');
  });
});
