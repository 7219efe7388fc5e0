import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { frameOf } from '../../src/monitor/frame.js';

// What the escape sequences do is the terminal's business.
const plain = (frame: string): string[] => stripVTControlCharacters(frame).split('\n');

test('a frame is cut to the terminal, whose last row stays empty', () => {
  expect(plain(frameOf('one\ntwo\nthree', 3, 2))).toEqual(['on', 'tw']);
  expect(plain(frameOf('one\ntwo', 1, 80))).toEqual(['one']);
});

test('a terminal that does not know its size gets all of it', () => {
  expect(plain(frameOf('one\ntwo\nthree', 0, 0))).toEqual(['one', 'two', 'three']);
});
