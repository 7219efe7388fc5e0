import { describe, expect, test } from '@jest/globals';
import { makeProgram } from '../../src/program.js';
import { parseGraceMs } from '../../src/commands/options.js';

describe('makeProgram', () => {
  const runtimeCommand = (name: string) =>
    makeProgram()
      .commands.find((child) => child.name() === 'runtime')
      ?.commands.find((child) => child.name() === name);
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
  ])('the help of runtime %s shows %j', (name, options) => {
    const command = runtimeCommand(name);
    expect(command?.options.filter(({ hidden }) => !hidden).map(({ long }) => long)).toEqual(options);
  });

  test.each(['start', 'stop', 'status', 'restart'])('runtime %s accepts the options of all four', (name) => {
    const command = runtimeCommand(name)?.action(() => undefined);
    command?.parse(['--config', 'F', '--dir', 'D', '--foreground', '--grace', '5', '--json'], {
      from: 'user',
    });
    const given = { config: 'F', dir: 'D', foreground: true, grace: 5, json: true };
    expect(command?.opts()).toMatchObject(given);
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
