/** Every contender does the task, from a run of the real program; the figures themselves are nobody's test. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { contenderIds } from '../../src/contenders/index.js';
import type { Report } from '../../src/report.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describe('a run', () => {
  let temporary: string;
  beforeEach(() => {
    temporary = mkdtempSync('/tmp/chi-bench-');
  });
  afterEach(() => rmSync(temporary, { recursive: true, force: true }));

  test('gives figures for every contender in every row as one line of JSON, and leaves nothing behind', async () => {
    const child = spawn(process.execPath, [program, 'quick', '--repeats', '1', '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TMPDIR: temporary },
    });
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const { machine, figures, samples, pingPongNs } = JSON.parse(stdout) as Report;
    expect(machine.node).toBe(process.version);
    expect(pingPongNs.median).toBeGreaterThan(0);
    expect(samples).toHaveLength(contenderIds.length);
    for (const contender of contenderIds) {
      const of = (row: string) =>
        figures.find((entry) => entry.contender === contender && entry.row === row)?.metrics;
      expect(of('oneInFlight')?.p50Us?.median).toBeGreaterThan(0);
      expect(of('oneInFlight')?.p99Us?.median).toBeGreaterThan(0);
      expect(of('inFlight64')?.perSecond?.median).toBeGreaterThan(0);
    }
    expect(readdirSync(temporary)).toEqual([]);
  }, 120_000);
});
