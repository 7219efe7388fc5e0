import { expect, test } from '@jest/globals';
import { checkShifted, shiftBytes } from '../../src/region.js';

test('every byte moves one place, and a wrong byte is detected', () => {
  const request = Uint8Array.from([1, 2, 3, 4]);
  const answer = request.slice();
  shiftBytes(answer);
  expect([...answer]).toEqual([1, 1, 2, 3]);
  checkShifted(request, answer);
  for (let at = 0; at < answer.length; at++) {
    const wrong = answer.slice();
    wrong[at]! ^= 0x80;
    expect(() => checkShifted(request, wrong)).toThrow('the bytes that came back');
  }
});
