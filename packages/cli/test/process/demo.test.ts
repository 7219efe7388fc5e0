import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, outcomeOf, spawnProgram } from './cli.js';

const program = fileURLToPath(new URL('../../dist/demo/main.js', import.meta.url));

describe('the demo', () => {
  let temporary: string;
  beforeEach(() => {
    temporary = mkdtempSync('/tmp/chi-demo-');
  });
  afterEach(() => rmSync(temporary, { recursive: true, force: true }));

  const demo = (...args: string[]) =>
    spawnProgram(program, args, { TMPDIR: temporary, XDG_RUNTIME_DIR: temporary });
  /** What the runtime that the demo has started says of itself. */
  function stateOfRuntime(): { pid: number; segments: string } | undefined {
    const [root] = readdirSync(temporary).filter((name) => name.startsWith('chimaera-scratch-'));
    const path = join(temporary, root ?? '', 'runtime', 'runtime.json');
    return existsSync(path)
      ? (JSON.parse(readFileSync(path, 'utf8')) as { pid: number; segments: string })
      : undefined;
  }

  /** The first value that is neither undefined nor false. */
  async function until<T>(look: () => T | undefined | false): Promise<T> {
    for (let i = 0; i < 1000; i++) {
      const value = look();
      if (value !== undefined && value !== false) return value;
      await sleep(10);
    }
    throw new Error(`waited in vain for ${look.toString()}`);
  }

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
    const child = demo();
    const ended = outcomeOf(child);
    const { segments } = await until(stateOfRuntime);
    await sleep(300); // somewhere in the middle
    child.kill(signal);
    expect(await ended).toMatchObject({ code, stdout: '' });
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(segments)).toBe(false);
  });

  test('when killed, lets its runtime end by itself, and the next demo removes its files', async () => {
    const child = demo();
    const { pid, segments } = await until(stateOfRuntime);
    child.kill('SIGKILL');
    await until(() => !isRunning(pid));
    expect(existsSync(segments)).toBe(false);
    expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^chimaera-scratch-/)]);
    const next = demo();
    const ended = outcomeOf(next);
    await until(() => stateOfRuntime()?.pid !== undefined);
    next.kill('SIGTERM');
    await ended;
    expect(readdirSync(temporary)).toEqual([]);
  });

  test.each([
    ['/nonexistent', 1, 'does not exist'],
    ['/tmp', 1, 'not a regular file'],
    ['--fast', 2, '--fast'],
  ])('refuses %s before anything starts', async (argument, code, message) => {
    const outcome = await outcomeOf(demo(argument));
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toContain(message);
    expect(existsSync(join(temporary, 'chimaera'))).toBe(false);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
