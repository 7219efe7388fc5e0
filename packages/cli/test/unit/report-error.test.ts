import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ChimaeraError } from '@chimaera/core';
import { reportError } from '../../src/report-error.js';

function reported(error: unknown): string {
  let text = '';
  reportError('chimaera', error, (part) => {
    text += part;
  });
  return text;
}

describe('reportError', () => {
  const { CHI_DEBUG } = process.env;
  beforeEach(() => {
    delete process.env.CHI_DEBUG;
  });
  afterAll(() => {
    if (CHI_DEBUG !== undefined) process.env.CHI_DEBUG = CHI_DEBUG;
  });

  test('gives code and message on one line', () => {
    expect(reported(new ChimaeraError('CONNECT_FAILED', 'nobody answers'))).toBe(
      'chimaera: CONNECT_FAILED: nobody answers\n',
    );
  });

  test('gives the code of a system error', () => {
    expect(reported(Object.assign(new Error('no such file'), { code: 'ENOENT' }))).toBe(
      'chimaera: ENOENT: no such file\n',
    );
    expect(reported(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }))).toBe(
      'chimaera: EACCES: permission denied\n',
    );
  });

  test('says what to install when a package of the tools is missing', () => {
    const missing = "Cannot find package '@chimaera/codegen' imported from /x/dist/repo.js";
    expect(reported(Object.assign(new Error(missing), { code: 'ERR_MODULE_NOT_FOUND' }))).toMatch(
      /^chimaera: MODULE_NOT_FOUND: the tools are not found: @chimaera\/codegen, which \/x\/dist\/repo\.js needs, is not installed/,
    );
    const file = "Cannot find module '/x/dist/a.js' imported from /x/dist/b.js";
    expect(reported(Object.assign(new Error(file), { code: 'ERR_MODULE_NOT_FOUND' }))).toBe(
      `chimaera: ERR_MODULE_NOT_FOUND: ${file}\n`,
    );
  });

  test('gives the name of an error without a code, and any other value as it is', () => {
    expect(reported(new TypeError('oops'))).toBe('chimaera: TypeError: oops\n');
    expect(reported('just text')).toBe('chimaera: just text\n');
  });

  test('adds the stack with CHI_DEBUG', () => {
    process.env.CHI_DEBUG = '1';
    expect(reported(new ChimaeraError('CLOSED', 'gone'))).toMatch(/^chimaera: CLOSED: gone\n.*\n\s+at /s);
  });
});
