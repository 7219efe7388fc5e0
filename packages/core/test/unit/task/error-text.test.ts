import { expect, test } from '@jest/globals';
import { ChimaeraError, type Replica } from '../../../src/errors.js';
import { decodeErrorText, encodeErrorText } from '../../../src/task/error-text.js';

const throughMemory = (code: string, message: string, replicas?: readonly Replica[]) =>
  decodeErrorText(encodeErrorText(new ChimaeraError(code, message, { replicas })));

test.each([
  ['METHOD_FAILED', 'plain'],
  ['X', ''],
  ['', 'words'],
  ['X', 'with \0 inside, ünd 😀'],
])('%p, %p survive the round trip through memory', (code, message) => {
  expect(throughMemory(code, message)).toEqual({ code, message, replicas: [] });
});

test('a text without a code is all message', () => {
  expect(decodeErrorText('')).toEqual({ code: '', message: '', replicas: [] });
  expect(decodeErrorText('only words')).toEqual({ code: '', message: 'only words', replicas: [] });
});

test('a code cannot smuggle in a separator', () => {
  expect(throughMemory('A\0B', 'm')).toMatchObject({ code: 'AB', message: 'm' });
});

test('the outcomes of the copies are included, without their outputs', () => {
  const error = new ChimaeraError('OWN', 'un\0lucky', { returnCode: 7 });
  const replicas = [
    { containerId: 0, returnCode: 0, data: 'x' },
    { containerId: 3, returnCode: 7, error },
  ];
  expect(throughMemory('PARTIAL_FAILURE', '1 of 2', replicas)).toEqual({
    code: 'PARTIAL_FAILURE',
    message: '1 of 2',
    replicas: [
      { containerId: 0, returnCode: 0 },
      { containerId: 3, returnCode: 7, error },
    ],
  });
});

test.each([
  '[',
  '{}',
  '[1]',
  '[[1]]',
  '[[1,2,3]]',
  '[[1,2,"A",3]]',
  '[[1,2,"A","m","x"]]',
  '[["1",2]]',
  '[null]',
])('%s is not a list of copies but part of the message', (json) => {
  expect(decodeErrorText(`A\0m\0${json}`)).toEqual({ code: 'A', message: `m\0${json}`, replicas: [] });
});
