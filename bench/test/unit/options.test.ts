import { describe, expect, test } from '@jest/globals';
import { contenderIds } from '../../src/contenders/index.js';
import { parseOptions } from '../../src/options.js';

describe('parseOptions', () => {
  test('measures everything by default, for longer than quick does', () => {
    const full = parseOptions([]);
    const quick = parseOptions(['quick', '--json']);
    expect(full).toMatchObject({ json: false, repeats: 5, contenders: contenderIds });
    expect(quick).toMatchObject({ json: true, repeats: 3, contenders: contenderIds });
    if (full === 'help' || quick === 'help') throw new Error('no help was asked for');
    expect(quick.settings.durationMs).toBeLessThan(full.settings.durationMs);
  });

  test('takes contenders by name and keeps the order of the table', () => {
    expect(parseOptions(['--only', 'piscina,chimaera', '--repeats', '2'])).toMatchObject({
      repeats: 2,
      contenders: ['chimaera', 'piscina'],
    });
  });

  test.each([
    [['slow'], "'slow' is not understood"],
    [['--only', 'grpc'], "no contender is called 'grpc'"],
    [['--repeats', '0'], '--repeats'],
    [['--fast'], '--fast'],
  ])('refuses %j', (args, message) => expect(() => parseOptions(args)).toThrow(message));
});
