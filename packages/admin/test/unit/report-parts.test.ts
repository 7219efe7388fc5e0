import { expect, test } from '@jest/globals';
import { ChimaeraError } from '@chimaera/core';
import { reportParts } from '../../src/report-parts.js';

test('a report is read from its text', () => {
  expect(reportParts('{"query":"workers","workers":[]}')).toEqual({ query: 'workers', workers: [] });
});

test.each([
  '',
  '{"query":"all","workers":[{"wor\0\0\0\0\0',
  '\u{fffd}\u{fffd}',
  'null',
  '7',
  '[]',
  '{}',
  '{"query":1}',
])('the overwritten report %j is an error that says so and what to do', (text) => {
  let thrown: unknown;
  try {
    reportParts(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ChimaeraError);
  expect(thrown).toMatchObject({
    code: 'BAD_TASK',
    message: expect.stringMatching(/report .* overwritten .*; call monitor\(\) again/),
  });
});
