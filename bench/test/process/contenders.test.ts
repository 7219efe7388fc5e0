/** Every contender does the task; the figures themselves are not tested. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { contenderIds } from '../../src/contenders/index.js';
import type { Report } from '../../src/report/report.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const checker = fileURLToPath(new URL('../support/check-contender.mjs', import.meta.url));
/** Those that need something that may not be installed here. */
const optional = ['zeromq', 'nats', 'redis'];

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync('/tmp/chi-bench-');
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

describe('contenders', () => {
  test('answer correctly in every form they offer and leave nothing behind', () => {
    const said = execFileSync(process.execPath, [checker, ...contenderIds], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 60_000,
    });
    const lines = said.trimEnd().split('\n');
    expect(lines.map((line) => line.split(':')[0])).toEqual(contenderIds);
    for (const line of lines) {
      const [id] = line.split(':') as [string];
      if (optional.includes(id)) expect(line).toMatch(/: (answers|.* is not (installed|on the PATH).*)$/);
      else expect(line).toBe(`${id}: answers`);
    }
    expect(readdirSync(temporary)).toEqual([]);
  }, 70_000);
});

describe('a run', () => {
  test('prints one line of JSON and writes a report with charts beside it', async () => {
    const out = join(temporary, 'out');
    const args = ['quick', '--repeats', '1', '--only', 'post-message,chimaera'];
    const rows = ['--rows', 'oneInFlight,blocking,handles64,timers'];
    const child = spawn(process.execPath, [program, ...args, ...rows, '--out', out, '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TMPDIR: temporary },
    });
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const report = JSON.parse(stdout) as Report;
    expect(report.machine.node).toBe(process.version);
    expect(report.pingPongNs.median).toBeGreaterThan(0);
    expect(report.figures.map(({ row, contender }) => `${row} ${contender}`)).toEqual([
      'oneInFlight chimaera',
      'oneInFlight post-message',
      'blocking chimaera',
      'handles64 chimaera',
      'timers chimaera',
    ]);
    for (const { metrics } of report.figures)
      for (const { median } of Object.values(metrics)) expect(median).toBeGreaterThanOrEqual(0);
    expect(readdirSync(temporary)).toEqual(['out']);
    expect(readdirSync(out).sort()).toEqual(['report.json', 'report.md', 'round-trip.svg']);
    expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toEqual(report);
  }, 60_000);
});

test('the command line runs the benchmark and passes its arguments on', () => {
  const cli = fileURLToPath(new URL('../../../packages/cli/dist/chimaera.js', import.meta.url));
  const run = spawnSync(process.execPath, [cli, 'bench', 'quick', '--rows', 'weather'], { encoding: 'utf8' });
  expect(run.stderr).toContain("bench: no row is called 'weather'");
  expect(run.status).toBe(2);
  const help = spawnSync(process.execPath, [cli, 'bench', '--help'], { encoding: 'utf8', cwd: temporary });
  expect(help.stdout).toContain('Usage: npm run bench');
});

test("the generated code of the benchmark's module matches its sources", () => {
  const codegen = fileURLToPath(new URL('../../../tools/codegen/dist/cli.js', import.meta.url));
  const chimods = fileURLToPath(new URL('../../chimods', import.meta.url));
  execFileSync(process.execPath, [codegen, 'check', chimods], { stdio: ['ignore', 'ignore', 'pipe'] });
});
