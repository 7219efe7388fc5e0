import { describe, expect, test } from '@jest/globals';
import { fileOf, pingTask, problemsOf } from '../support/repo.js';

const TASKS = 'sample/src/tasks.ts';
const IMPORTS = `import { type bool, type bytes, type BufferRef, type FixedArray, type f64, type HashMap, type In, type InOut, type Optional, type Out, type u16, type u32, type Vector, Task } from '@chimaera/core';\n`;

test('numbers may be written in any TypeScript notation', async () => {
  const level =
    'export const Level = { kLow: 0x1_0, kHigh: 1_000, kMost: 4_294_967_295 } as const;\n' +
    'export type Level = (typeof Level)[keyof typeof Level];\n';
  const fields = '  abstract level: In<Level>;\n  abstract list: In<FixedArray<u16, 1_0>>;';
  const tasks = await fileOf('tasks.ts', { tasks: pingTask(fields, IMPORTS + level) });
  expect(tasks).toContain('| list   | FixedArray<u16, 10> |');
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

  test('one nested too deeply to be read or written', async () => {
    const deep = (n: number) =>
      pingTask(`abstract n: In<${'Vector<'.repeat(n)}u32${'>'.repeat(n + 1)};`, IMPORTS);
    expect(await problemsOf({ tasks: deep(120) })).toContain('is 101 types deep [field-type]');
    expect(await problemsOf({ tasks: deep(5000) })).toContain('something in this file is nested too deeply');
    expect(await problemsOf({ tasks: deep(30) })).toBe('');
  });

  test('a name imported from another file', async () => {
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
