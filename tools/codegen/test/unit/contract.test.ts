import { describe, expect, test } from '@jest/globals';
import { fileOf, pingTask } from '../support/repo.js';

const IMPORTS = `import { type In, type InOut, type Out, type Vector, type f64, type u32, type u64, Task } from '@chimaera/core';\n`;
const POINT = 'export interface Point { x: f64; y: f64 }\n';

async function hashOf(members: string, more = POINT): Promise<string> {
  const text = await fileOf('tasks.ts', { tasks: pingTask(members, IMPORTS, more) });
  return /layoutHash: (0x[0-9a-f]{8}),/.exec(text)![1]!;
}

describe('the layout hash of a task class', () => {
  const members = 'abstract at: In<Point>; abstract ids: Out<Vector<u32>>;';

  test('ignores formatting, comments and names of types', async () => {
    const same = [
      '/** Where. */ abstract at: In< Point >;\n\n  // what\n  abstract ids: Out<\n    Vector<u32>\n  >;',
      'abstract at: In<Place>; abstract ids: Out<Ids>;',
    ];
    const more = `${POINT}export type Place = Point;\ntype Id = u32;\ntype Ids = Vector<Id>;\n`;
    const hash = await hashOf(members);
    for (const variant of same) expect(await hashOf(variant, more)).toBe(hash);
    expect(
      await hashOf(members.replace('Point', 'Dot'), 'export class Dot { x: f64 = 0; y: f64 = 0 }\n'),
    ).toBe(hash);
  });

  test('covers the members of a struct', async () => {
    const hash = await hashOf(members);
    expect(await hashOf(members, POINT.replace('y: f64', 'y: u64'))).not.toBe(hash);
    expect(await hashOf(members, POINT.replace('y: f64', 'z: f64'))).not.toBe(hash);
  });
});

describe('names from core', () => {
  test('may come through a namespace', async () => {
    const head = `import * as chi from '@chimaera/core';\n`;
    const tasks = pingTask('abstract n: chi.In<chi.Vector<chi.u32>>;', head).replace(
      'extends Task',
      'extends chi.Task',
    );
    expect(await fileOf('tasks.ts', { tasks })).toContain('override get n(): number[]');
  });

  test('may be renamed, and come from the entry point for module authors', async () => {
    const head = `import { type In as Given, type u32 as word, Task } from '@chimaera/core/module';\n`;
    expect(await fileOf('tasks.ts', { tasks: pingTask('abstract n: Given<word>;', head) })).toContain(
      'override get n(): number {',
    );
  });
});

describe('doc comments', () => {
  test('are copied to inputs, results, accessors and client methods', async () => {
    const tasks = pingTask('/** How often. */\nabstract n: InOut<u32>;', IMPORTS).replace(
      'export abstract',
      '/** Answers. */\nexport abstract',
    );
    const text = await fileOf('tasks.ts', { tasks });
    expect(text.match(/ {2}\/\*\* How often\. \*\/\n {2}(n: number|override get n)/g)).toHaveLength(3);
    expect(await fileOf('client.ts', { tasks })).toContain(
      '  /**\n   * Answers.\n   *\n   * kPing, 10.\n   */\n  ping(',
    );
  });
});

describe('dispatch', () => {
  const lib = (members: string) =>
    fileOf('lib_exec.ts', { runtime: `export class Runtime extends Container {\n${members}\n}\n` });

  test('calls a synchronous method directly', async () => {
    expect(await lib('ping(task: PingTask, rctx: RunContext): void {}')).toContain(
      'return container.ping(task as PingTaskView, rctx);',
    );
  });

  test.each([
    'async ping(task: PingTask, rctx: RunContext) {}',
    'ping(task: PingTask, rctx: RunContext) {}',
    '',
  ])('wraps %s', async (member) => {
    expect(await lib(member)).toContain('return inTask(rctx, callPing, container, task);');
  });

  test('passes as many arguments as the method takes', async () => {
    expect(await lib('ping(): void {}')).toContain('return container.ping();');
    expect(await lib('ping(...all: unknown[]): void {}')).toContain(
      'return container.ping(task as PingTaskView, rctx);',
    );
  });

  test('calls no monitor where there is none', async () => {
    expect(await lib('ping(): void {}')).toContain('  _rctx: RunContext,\n): boolean {\n  return false;\n}');
    expect(await lib('monitorPing(mode: MonitorMode): void {}')).toContain(
      '    case Method.kPing:\n      return synchronous(container.monitorPing(mode));\n',
    );
  });

  test('wraps everything without a runtime.ts', async () => {
    const text = await fileOf('lib_exec.ts');
    expect(text).toContain('return inTask(rctx, callPing, container, task);');
    expect(text.split('\n')[0]).toBe(
      '// Generated from chimaera_mod.yaml, src/tasks.ts by `npx nx run codegen:refresh`. Do not edit.',
    );
  });
});

describe('a client', () => {
  test('takes no input for a task without inputs', async () => {
    expect(await fileOf('client.ts', { tasks: pingTask('abstract n: Out<u32>;') })).toContain(
      'ping(input: PingInput = {}, options?: CallOptions)',
    );
  });

  test('has no method for its own creation besides create', async () => {
    const text = await fileOf('client.ts');
    expect(text).not.toContain('destroy');
    expect(text.match(/^ {2}\w*[cC]reate\w*\(/gm)).toEqual(['  create(', '  createSync(']);
  });
});
