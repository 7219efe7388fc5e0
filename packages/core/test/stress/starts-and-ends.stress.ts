import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultConfig } from '../../dist/config/runtime-config.js';
import { segmentDirectory } from '../../dist/os/shm-directory.js';
import { startDaemon } from '../../dist/runtime/daemon/start-daemon.js';
import { stopDaemon } from '../../dist/runtime/daemon/stop-daemon.js';
import { runtimeStatus } from '../../dist/runtime/inquiry/runtime-status.js';

// Daemons that are killed, started and stopped at random moments.
const MiB = 2 ** 20;
const defaults = defaultConfig();
const config = {
  ...defaults,
  runtime: { ...defaults.runtime, workers: 1 },
  memory: { mainSegmentBytes: 4 * MiB, clientDataSegmentBytes: MiB, runtimeDataSegmentBytes: MiB },
};
let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chi-se-'));
  dir = join(root, 'rt');
});
afterEach(async () => {
  await stopDaemon({ dir, graceMs: 0 });
  rmSync(root, { recursive: true, force: true });
});

type Outcome = string;
const start = (): Promise<Outcome> =>
  startDaemon({ config, source: 'a test', dir, exitWith: process.pid }).then(
    () => 'started',
    (error: { code: string }) => error.code,
  );
const stop = (): Promise<Outcome> => stopDaemon({ dir, graceMs: 0 }).then(({ outcome }) => outcome);

/** Processes that were started for this directory. */
function daemons(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandLine(pid).includes(`${dir}\0`));
}

async function untilDaemons(count: number): Promise<void> {
  for (let looks = 0; looks < 500 && daemons().length !== count; looks++) await sleep(10);
  expect(daemons()).toHaveLength(count);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/** Nothing is left but the log, and files of locks that were being taken less than a minute ago. */
function expectNothingLeft(): void {
  expect(readdirSync(dir).filter((name) => name !== 'chimaera.log' && !name.includes('.new-'))).toEqual([]);
  expect(existsSync(segmentDirectory(dir))).toBe(false);
}

test('killed during a start: the start fails with the reason, and the next one succeeds', async () => {
  for (let round = 0; round < 40; round++) {
    const started = start();
    await sleep(20 + Math.random() * 250);
    daemons().forEach(kill);
    expect(['RUNTIME_START_FAILED', 'started']).toContain(await started);
    await untilDaemons(0); // one that had become ready takes a moment to die
    expect(await runtimeStatus(dir)).toEqual({ running: false, dir });
  }
  expect(await start()).toBe('started');
  expect(await stop()).toBe('stopped');
  await untilDaemons(0);
  expectNothingLeft();
});

test('killed during a stop: the stop completes and cleans up', async () => {
  for (let round = 0; round < 20; round++) {
    expect(await start()).toBe('started');
    const stopped = stop();
    await sleep(Math.random() * 60);
    daemons().forEach(kill);
    expect(['stopped', 'killed']).toContain(await stopped);
  }
  await stop();
  await untilDaemons(0);
  expectNothingLeft();
});

test('many starts in one directory: one wins, the others learn of it, and no process is left over', async () => {
  for (let round = 0; round < 10; round++) {
    const starts = Array.from({ length: 5 }, start);
    const stops = Array.from({ length: 3 }, async () => {
      await sleep(Math.random() * 400);
      return stop();
    });
    for (const outcome of await Promise.all(starts))
      expect(['started', 'RUNTIME_ALREADY_RUNNING', 'RUNTIME_START_FAILED']).toContain(outcome);
    await Promise.all(stops);
    // A refused start reports so before its process has ended.
    await untilDaemons((await runtimeStatus(dir)).running ? 1 : 0);
  }
  await stop();
  await untilDaemons(0);
  expectNothingLeft();
});

test('killed and restarted in three directories at once: no runtime disturbs another', async () => {
  const inDirectory = async (name: string): Promise<void> => {
    const at = join(root, name);
    for (let round = 0; round < 40; round++) {
      const { pid } = await startDaemon({ config, source: 'a test', dir: at, exitWith: process.pid });
      await sleep(Math.random() * 20);
      kill(pid);
      for (let looks = 0; looks < 500 && (await runtimeStatus(at)).running; looks++) await sleep(2);
    }
    expect(await stopDaemon({ dir: at, graceMs: 0 })).toEqual({ outcome: 'not-running' });
    expect(existsSync(segmentDirectory(at))).toBe(false);
  };
  // Each start removes what dead runtimes have left anywhere, and each of these is dead now and then.
  await Promise.all(['a', 'b', 'c'].map(inDirectory));
});
