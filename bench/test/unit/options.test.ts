import { describe, expect, test } from '@jest/globals';
import { contenderIds } from '../../src/contenders/index.js';
import { rows } from '../../src/rows/index.js';
import { trials } from '../../src/trials/index.js';
import { parseOptions } from '../../src/options.js';

describe('parseOptions', () => {
  test('measures everything by default, for longer than quick does', () => {
    const full = parseOptions([]);
    const quick = parseOptions(['quick', '--json']);
    const everything = {
      contenders: contenderIds,
      rows: rows.map(({ id }) => id),
      trials: trials.map(({ id }) => id),
    };
    expect(full).toMatchObject({ json: false, repeats: 5, trialRepeats: 5, ...everything });
    expect(quick).toMatchObject({ json: true, repeats: 2, trialRepeats: 1, ...everything });
    if (full === 'help' || quick === 'help') throw new Error('no help was asked for');
    expect(quick.settings.durationMs).toBeLessThan(full.settings.durationMs);
  });

  test('takes contenders by name and keeps the order of the table', () => {
    expect(parseOptions(['--only', 'piscina,chimaera', '--repeats', '2'])).toMatchObject({
      repeats: 2,
      contenders: ['chimaera', 'piscina'],
    });
  });

  test('takes rows and trials by name; trials run the first contender only', () => {
    expect(parseOptions(['--rows', 'start,inFlight64'])).toMatchObject({
      rows: ['inFlight64'],
      trials: ['start'],
    });
    expect(parseOptions(['--only', 'grpc'])).toMatchObject({ contenders: ['grpc'], trials: [] });
  });

  test.each([
    [['slow'], "'slow' is not understood"],
    [['--only', 'carrier-pigeon'], "no contender is called 'carrier-pigeon'"],
    [['--rows', 'weather'], "no row is called 'weather'"],
    [['--repeats', '0'], '--repeats'],
    [['--fast'], '--fast'],
  ])('refuses %j', (args, message) => expect(() => parseOptions(args)).toThrow(message));
});
