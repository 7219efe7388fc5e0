// Checks the tool chain itself: koffi loads under Jest without an install script, and `using` is lowered for Node 20.
import { expect, test } from '@jest/globals';
import koffi from 'koffi';

test('koffi calls a C function of the process', () => {
  const getpid = koffi.load(null).func('int getpid()') as () => number;
  expect(getpid()).toBe(process.pid);
});

test('using disposes at the end of its block, in reverse order', () => {
  const disposed: string[] = [];
  const resource = (name: string): Disposable => ({ [Symbol.dispose]: () => void disposed.push(name) });
  {
    using _first = resource('first');
    using _second = resource('second');
    expect(disposed).toEqual([]);
  }
  expect(disposed).toEqual(['second', 'first']);
});
