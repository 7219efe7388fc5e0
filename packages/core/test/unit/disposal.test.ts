import { expect, test } from '@jest/globals';

const symbols = Symbol as { dispose?: symbol; asyncDispose?: symbol };

test('everything stays disposable in a context without Symbol.dispose', async () => {
  const own = Object.getOwnPropertyDescriptor(Symbol, 'dispose');
  if (own?.configurable === false) return; // it is part of the language there
  delete symbols.dispose;
  delete symbols.asyncDispose;
  const { BufferRef, Task } = await import('../../src/index.js');
  expect(symbols.dispose).toBe(Symbol.for('nodejs.dispose'));
  expect(symbols.asyncDispose).toBe(Symbol.for('nodejs.asyncDispose'));
  for (const { prototype } of [Task, BufferRef]) expect(prototype).not.toHaveProperty('undefined');
  expect(Task.prototype[Symbol.dispose]).toEqual(expect.any(Function));
});
