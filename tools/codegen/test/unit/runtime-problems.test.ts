import { describe, expect, test } from '@jest/globals';
import { problemsOf } from '../support/repo.js';

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
  ])('except `%s`', async (member) => {
    expect(await problemsOf({ runtime: runtime(member) })).toBe('');
  });
});
