import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import {
  ChimaeraError,
  codeOfReturnCode,
  type ErrorCode,
  ErrorCodes,
  TaskError,
  textOfThrown,
} from '../../src/errors.js';

const codes = Object.keys(ErrorCodes) as ErrorCode[];

describe('the table', () => {
  test('numbers are unique and lie in their groups', () => {
    const numbers = codes.map((code) => ErrorCodes[code].returnCode);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const n of numbers) expect(n === 0 || n === 1 || (n >= 100 && n < 300)).toBe(true);
  });

  // Clients of other versions rely on these: add to the list, but change nothing in it.
  test('numbers do not change', () => {
    expect(Object.fromEntries(codes.map((code) => [code, ErrorCodes[code].returnCode]))).toEqual({
      ...{ OK: 0, METHOD_FAILED: 1, TASK_FAILED: 100, POOL_NOT_FOUND: 101, METHOD_NOT_FOUND: 102 },
      ...{ METHOD_DISABLED: 103, CONTAINER_NOT_FOUND: 104, NODE_NOT_FOUND: 105, MONITOR_FAILED: 106 },
      ...{ MONITOR_MISSING: 107, LAYOUT_MISMATCH: 108, BAD_TASK: 109, BAD_QUERY: 110, WORKER_DIED: 111 },
      ...{ RUNTIME_STOPPED: 112, RUNTIME_GONE: 113, CANCELLED: 114, TIMEOUT: 115, LOCK_LEAKED: 116 },
      ...{ LOCK_MISUSE: 117, OUT_OF_MEMORY: 118, MODULE_MISMATCH: 120 },
      ...{ POOL_ID_CONFLICT: 121, POOL_PROTECTED: 122, MODULE_NOT_FOUND: 123, MODULE_INVALID: 124 },
      ...{ CREATE_FAILED: 125, DESTROY_FAILED: 126, INVALID_ARGUMENT: 127, ENQUEUE_IN_MONITOR: 128 },
      ...{ PARTIAL_FAILURE: 129, NOT_CONNECTED: 200, CONNECT_FAILED: 201, PROTOCOL_MISMATCH: 202 },
      ...{ NOT_COMPLETE: 203, TASK_DISPOSED: 204, WOULD_BLOCK: 205, CLOSED: 206 },
      ...{ RUNTIME_ALREADY_RUNNING: 207, RUNTIME_NOT_RUNNING: 208, RUNTIME_START_FAILED: 209 },
      ...{ SHM_TOO_SMALL: 210, PATH_TOO_LONG: 211, UNSUPPORTED_PLATFORM: 212, CONFIG_INVALID: 213 },
      ...{ UNSAFE_DIRECTORY: 214, SYSTEM_ERROR: 215 },
    });
  });

  test.each(codes)('%s has a meaning and a remedy in full sentences', (code) => {
    expect(ErrorCodes[code].meaning).toMatch(/^[A-Z].+\.$/);
    expect(ErrorCodes[code].remedy).toMatch(/^[A-Z].+\S$/);
  });

  test('maps a return code back to its name, and unknown ones to the module', () => {
    for (const code of codes) expect(codeOfReturnCode(ErrorCodes[code].returnCode)).toBe(code);
    for (const n of [2, 99, 4711, -1, NaN]) expect(codeOfReturnCode(n)).toBe('TASK_FAILED');
  });
});

describe('ChimaeraError', () => {
  test('takes its number from the table', () => {
    const error = new ChimaeraError('POOL_NOT_FOUND', 'no pool 7.0');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: 'POOL_NOT_FOUND', returnCode: 101, message: 'no pool 7.0' });
    expect(error.toString()).toBe('ChimaeraError: no pool 7.0');
    expect(error.stack).toMatch(/^ChimaeraError: no pool 7\.0\n/);
    expect('cause' in error).toBe(false);
  });

  test('has the same content in JSON', () => {
    const error = new ChimaeraError('METHOD_FAILED', 'no', { cause: new Error('x') });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'METHOD_FAILED',
      returnCode: 1,
      message: 'no',
    });
    const replicas = [{ containerId: 1, returnCode: 1, error }];
    const whole = JSON.stringify(new ChimaeraError('PARTIAL_FAILURE', '1 of 2', { replicas }));
    expect(JSON.parse(whole)).toMatchObject({ message: '1 of 2', replicas: [{ error: { message: 'no' } }] });
  });

  test('takes a return code and a cause', () => {
    const cause = new Error('x');
    expect(new ChimaeraError('OWN', 'm', { returnCode: 77, cause })).toMatchObject({ returnCode: 77, cause });
    expect(new ChimaeraError('OWN', 'm').returnCode).toBe(100);
    expect(new ChimaeraError('toString', 'm').returnCode).toBe(100);
  });
});

describe('TaskError', () => {
  test('carries the values the module chose', () => {
    const error = new TaskError(7, 'DISK_FULL', 'no room');
    expect(error).toBeInstanceOf(ChimaeraError);
    expect(error).toMatchObject({ name: 'TaskError', returnCode: 7, code: 'DISK_FULL', message: 'no room' });
  });

  test.each([0, -1, 1.5, 2 ** 32, NaN])('refuses the return code %p', (returnCode) => {
    expect(() => new TaskError(returnCode, 'X', 'm')).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

test('describes any thrown value as text', () => {
  const circular = { toString: () => '[object Object]', self: {} };
  circular.self = circular;
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
    },
  );
  const otherRealm = runInNewContext('new Error("from elsewhere")') as unknown;
  expect([new Error('e'), otherRealm, 'text', undefined, null, 42, Symbol('s')].map(textOfThrown)).toEqual([
    ...['e', 'from elsewhere', 'text', 'undefined', 'null', '42', 'Symbol(s)'],
  ]);
  expect(textOfThrown({ code: 5, why: 'full' })).toBe('{"code":5,"why":"full"}');
  expect(textOfThrown({ message: 'like an error' })).toBe('like an error');
  expect(textOfThrown([1, 2])).toBe('1,2');
  for (const mute of [circular, hostile, Object.create(null)])
    expect(textOfThrown(mute)).toBe('something was thrown that cannot be shown as text');
});
