/** What the programs of the bench say on the command line, without measuring anything. */
import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

function run(...args: string[]): { readonly status: number | null; readonly stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', timeout: 20_000 });
}

test.each(['', 'bdev', 'codec', 'codegen', 'scheduling', 'publish'])(
  'bench %s --help prints the usage and does nothing else',
  (name) => {
    const words = name === '' ? [] : [name];
    const { status, stdout, stderr } = run(...words, '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: npm run bench -- ${name}`));
  },
);

test.each([
  [['codegen', 'quick'], /'quick'/],
  [['codec', 'slow'], /'slow' is not understood/],
  [['codec', '--only', 'nobody'], /no contender begins with 'nobody'/],
  [['publish', 'a.json', 'b.json'], /one report, not 2/],
])('bench %p is refused with the reason and the usage', (args, what) => {
  const { status, stdout, stderr } = run(...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(what);
  expect(stderr).toContain('Usage: npm run bench');
});
