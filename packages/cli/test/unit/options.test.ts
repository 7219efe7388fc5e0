import { describe, expect, test } from '@jest/globals';
import { makeProgram } from '../../src/program.js';
import { parseGraceMs } from '../../src/commands/options.js';

describe('makeProgram', () => {
  const names = (path: readonly string[]): string[] => {
    let command = makeProgram();
    for (const name of path) command = command.commands.find((child) => child.name() === name) ?? command;
    return command.commands.map((child) => child.name());
  };

  test('has exactly the commands that work', () => {
    expect(names([])).toEqual(['runtime', 'compose', 'monitor', 'bench', 'repo', 'mod']);
    expect(names(['runtime'])).toEqual(['start', 'stop', 'status', 'restart']);
    expect(names(['repo'])).toEqual(['new', 'refresh', 'check', 'lint', 'breaking']);
  });

  test.each([
    ['start', ['--config', '--dir', '--foreground', '--exit-with', '--json']],
    ['stop', ['--dir', '--grace', '--json']],
    ['status', ['--dir', '--json']],
    ['restart', ['--config', '--dir', '--foreground', '--exit-with', '--grace', '--json']],
  ])('runtime %s takes %j', (name, options) => {
    const runtime = makeProgram().commands.find((child) => child.name() === 'runtime');
    const command = runtime?.commands.find((child) => child.name() === name);
    expect(command?.options.map(({ long }) => long)).toEqual(options);
  });
});

describe('parseGraceMs', () => {
  test.each([
    ['0', 0],
    ['2500', 2500],
    ['86400000', 86_400_000],
  ])('takes %s', (text, ms) => expect(parseGraceMs(text)).toBe(ms));

  test.each(['', '-1', '1.5', '5s', '86400001', 'NaN'])('refuses "%s"', (text) => {
    expect(() => parseGraceMs(text)).toThrow('whole milliseconds');
  });
});
