import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { frameOf } from '../../src/monitor/frame.js';

// What the escape sequences do is the terminal's business.
const plain = (frame: string): string[] => stripVTControlCharacters(frame).split('\n');

test('cuts a frame to the terminal and leaves its last row empty', () => {
  expect(plain(frameOf('one\ntwo\nthree', 3, 2))).toEqual(['on', 'tw']);
  expect(plain(frameOf('one\ntwo', 1, 80))).toEqual(['one']);
});

test('prints the whole frame when the terminal does not know its size', () => {
  expect(plain(frameOf('one\ntwo\nthree', 0, 0))).toEqual(['one', 'two', 'three']);
});
