import { describe, expect, test } from '@jest/globals';
import { describeStatus, statusJson } from '../../src/commands/runtime-status.js';

const pool = { id: '1.0', name: 'admin', module: 'chimaera_admin', containers: 1 };
const running = {
  running: true,
  pid: 42,
  dir: '/run/x',
  workers: 2,
  uptimeMs: 65_000,
  pools: [pool],
} as const;

describe('statusJson', () => {
  test('has exactly the keys of the design when a runtime runs', () => {
    expect(statusJson(running)).toEqual({ ...running });
  });

  test('shows no other property of a pool', () => {
    const answer = { ...running, pools: [{ ...pool, internal: 1 }] };
    expect(statusJson(answer)).toEqual({ ...running });
  });

  test('has the same keys when none runs', () => {
    const stopped = statusJson({ running: false, dir: '/run/x' });
    expect(stopped).toEqual({ running: false, pid: null, dir: '/run/x', workers: 0, uptimeMs: 0, pools: [] });
    expect(Object.keys(stopped)).toEqual(Object.keys(statusJson(running)));
  });
});

describe('describeStatus', () => {
  test('shows the process and a line per pool', () => {
    expect(describeStatus(running).split('\n')).toEqual([
      'running: process 42, 2 workers, up 1 min 5 s, in /run/x',
      '',
      'pool  name   module          containers',
      '1.0   admin  chimaera_admin  1',
    ]);
  });

  test('escapes control characters in a name', () => {
    const text = describeStatus({ ...running, pools: [{ ...pool, name: '\u001b[2Jred\nrow' }] });
    expect(text).toContain('\\u001b[2Jred\\nrow');
    expect(text).not.toContain('\u001b');
  });

  test('says what to do about a runtime whose directory was removed', () => {
    expect(describeStatus({ ...running, isBereft: true })).toContain(
      'that directory was removed. End it with',
    );
  });

  test('says where no runtime runs', () => {
    expect(describeStatus({ running: false, dir: '/run/x' })).toBe('no runtime is running in /run/x');
  });
});
