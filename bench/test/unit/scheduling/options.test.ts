import { describe, expect, test } from '@jest/globals';
import { parseOptions } from '../../../src/scheduling/options.js';

describe('parseOptions', () => {
  test('measures ten runtimes by default, fewer and for less time with --quick', () => {
    const [full, quick] = [parseOptions([]), parseOptions(['quick', '--json'])];
    if (full === 'help' || quick === 'help') throw new Error('no help was asked for');
    expect(full).toMatchObject({ json: false, repeats: 10 });
    expect(quick).toMatchObject({ json: true, repeats: 4 });
    expect(quick.durationMs).toBeLessThan(full.durationMs);
    expect(parseOptions(['--repeats', '2'])).toMatchObject({ repeats: 2 });
    expect(parseOptions(['-h'])).toBe('help');
  });

  test.each([
    [['slow'], "'slow' is not understood"],
    [['--repeats', '0'], "--repeats is '0'"],
    [['--only', 'lockNs'], '--only'],
  ])('refuses %j', (args, message) => expect(() => parseOptions(args)).toThrow(message));
});
