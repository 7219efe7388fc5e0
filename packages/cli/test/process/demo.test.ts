import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { outcomeOf, spawnProgram } from './cli.js';

const program = fileURLToPath(new URL('../../dist/demo/main.js', import.meta.url));

describe('the demo', () => {
  let temporary: string;
  beforeEach(() => {
    temporary = mkdtempSync('/tmp/chi-demo-');
  });
  afterEach(() => rmSync(temporary, { recursive: true, force: true }));

  const demo = (...args: string[]) =>
    spawnProgram(program, args, { TMPDIR: temporary, XDG_RUNTIME_DIR: temporary });
  /** Segments lie beside those of other runtimes, so only those that came meanwhile and stay count. */
  const segments = (): string[] => readdirSync('/dev/shm').filter((name) => name.startsWith('chimaera-'));

  test('stores a file, sends its tasks, and prints one line of JSON', async () => {
    const bytes = 3 * 2 ** 20 + 123; // no multiple of a block
    const content = randomBytes(bytes);
    const path = join(temporary, 'input');
    writeFileSync(path, content);

    const { code, stdout, stderr } = await outcomeOf(demo(path, '--json'));
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const device = { ok: true, writeMBps: expect.any(Number), readMBps: expect.any(Number) };
    expect(JSON.parse(stdout)).toEqual({
      file: {
        path,
        bytes,
        sha256: createHash('sha256').update(content).digest('hex'),
        fileDevice: device,
        ramDevice: device,
      },
      tasks: {
        roundTripUs: { p50: expect.any(Number), p99: expect.any(Number) },
        perSecond: expect.any(Number),
      },
      pingPongNs: expect.any(Number),
    });
    expect(stderr).toContain('200,000 tasks');
    expect(readdirSync(temporary)).toEqual(['input']);
  }, 120_000);

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing behind after %s', async (signal, code) => {
    const before = segments();
    const child = demo();
    const ended = outcomeOf(child);
    await new Promise((resolve) => child.stderr!.once('data', resolve));
    await sleep(600); // somewhere in the middle
    child.kill(signal);
    expect(await ended).toMatchObject({ code, stdout: '' });
    expect(readdirSync(temporary)).toEqual([]);
    expect(segments().filter((name) => !before.includes(name))).toEqual([]);
  });

  test.each([
    ['/nonexistent', 1, 'does not exist'],
    ['/tmp', 1, 'no regular file'],
    ['--fast', 2, '--fast'],
  ])('refuses %s before anything starts', async (argument, code, message) => {
    const outcome = await outcomeOf(demo(argument));
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toContain(message);
    expect(existsSync(join(temporary, 'chimaera'))).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
