import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { chimaera, outcomeOf, spawnChimaera, spawnProgram } from './cli.js';

describe('the command line', () => {
  test.each([
    [['runtime', 'start', '--foo'], "unknown option '--foo'"],
    [['runtme'], "unknown command 'runtme'"],
    [['runtime', 'stop', '--grace', 'soon'], 'whole milliseconds'],
    [['runtime', 'stop', '--dir', ''], 'the path of a directory'],
    [['compose'], "missing required argument 'file'"],
    [['runtime', 'status', 'extra'], 'too many arguments'],
  ])('answers %j with one line and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await chimaera(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^chimaera: USAGE: /);
    expect(stderr).toContain(message);
  });

  test('says what to do when Node forbids generating code from strings', async () => {
    const at = mkdtempSync(join(tmpdir(), 'chi-usage-'));
    try {
      const config = join(at, 'chimaera.yaml');
      writeFileSync(config, 'runtime: { workers: 1 }\n');
      const hardened = { NODE_OPTIONS: '--disallow-code-generation-from-strings' };
      const { code, stderr } = await chimaera(
        ['runtime', 'start', '--dir', at, '--config', config],
        hardened,
      );
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^chimaera: UNSUPPORTED_PLATFORM: .*--disallow-code-generation-from-strings.*\n$/,
      );
    } finally {
      rmSync(at, { recursive: true });
    }
  });

  test.each([
    ['ulimit -f 2000', /^chimaera: RUNTIME_START_FAILED: .*EFBIG.*\(ulimit -f\).*memory\.\* sizes\n$/],
    ['export NODE_OPTIONS=--no-addons', /^chimaera: UNSUPPORTED_PLATFORM: .*without --no-addons.*\n$/],
  ])('says what to do when the shell reports `%s`', async (limit, expected) => {
    const at = mkdtempSync(join(tmpdir(), 'chi-usage-'));
    try {
      const program = fileURLToPath(new URL('../../bin/chimaera.js', import.meta.url));
      const start = `'${process.execPath}' '${program}' runtime start --dir '${at}'`;
      const child = spawn('sh', ['-c', `${limit}; exec ${start}`], { stdio: ['ignore', 'pipe', 'pipe'] });
      const { code, stderr } = await outcomeOf(child);
      expect(code).toBe(1);
      expect(stderr).toMatch(expected);
    } finally {
      rmSync(at, { recursive: true });
    }
  });

  test("refuses Yarn Plug'n'Play with the remedy", async () => {
    const pnp = { NODE_OPTIONS: '--import=data:text/javascript,process.versions.pnp=3' };
    const { code, stderr } = await chimaera(['--version'], pnp);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^chimaera: UNSUPPORTED_PLATFORM: .*nodeLinker: node-modules/);
  });

  test('says what to install when a required package is missing', async () => {
    const at = mkdtempSync(join(tmpdir(), 'chi-usage-'));
    try {
      const own = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
      cpSync(own('bin'), join(at, 'bin'), { recursive: true });
      mkdirSync(join(at, 'dist'));
      cpSync(own('dist/missing-package.js'), join(at, 'dist/missing-package.js'));
      writeFileSync(join(at, 'package.json'), '{ "type": "module" }');
      writeFileSync(join(at, 'dist/chimaera.js'), "import '@chimaera/core/runtime';");
      const { code, stderr } = await outcomeOf(spawnProgram(join(at, 'bin/chimaera.js'), []));
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^chimaera: MODULE_NOT_FOUND: the tools are not found: @chimaera\/core, which .* is not installed. Run npm install.*\n$/,
      );
    } finally {
      rmSync(at, { recursive: true });
    }
  });

  test('prints help to stdout when asked for, and to stderr when no command is given', async () => {
    const asked = await chimaera(['--help']);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    expect(asked.stdout).toContain('Usage: chimaera');
    const lost = await chimaera([]);
    expect(lost).toMatchObject({ code: 2, stdout: '' });
    expect(lost.stderr).toContain('Usage: chimaera');
  });

  test.each([
    [['--help'], 0],
    [['runtime', 'status', '--dir', '/nonexistent/runtime'], 1],
  ])('completes when the reader of %j goes away', async (args, code) => {
    const child = spawnChimaera(args);
    child.stdout!.destroy();
    const [[ended], stderr] = await Promise.all([once(child, 'close'), text(child.stderr!)]);
    expect({ ended, stderr }).toEqual({ ended: code, stderr: '' });
  });

  test('fails with one line when its output cannot be written', async () => {
    const program = fileURLToPath(new URL('../../bin/chimaera.js', import.meta.url));
    const full = openSync('/dev/full', 'w');
    try {
      const stdio = ['ignore', full, 'pipe'] as const;
      const child = spawn(process.execPath, [program, '--help'], { stdio: [...stdio] });
      const [[code], stderr] = await Promise.all([once(child, 'close'), text(child.stderr!)]);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^chimaera: SYSTEM_ERROR: the command's output could not be written: ENOSPC.*\n$/,
      );
    } finally {
      closeSync(full);
    }
  });

  test('shows a stack only with CHI_DEBUG', async () => {
    const args = ['runtime', 'start', '--config', '/nonexistent.yaml'];
    const plain = await chimaera(args);
    expect(plain.code).toBe(1);
    expect(plain.stderr).toMatch(/^chimaera: CONFIG_INVALID: .*\/nonexistent\.yaml.*\n$/);
    expect((await chimaera(args, { CHI_DEBUG: '1' })).stderr).toMatch(/\n\s+at /);
  });
});
