// Programs that have opened nearly as many files as they may.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import { defaultConfig } from '../../dist/config/runtime-config.js';
import { startDaemon } from '../../dist/runtime/daemon/start-daemon.js';
import { stopDaemon } from '../../dist/runtime/daemon/stop-daemon.js';

const MiB = 2 ** 20;
const CHILD_MS = 60_000;
jest.setTimeout(CHILD_MS * 2);
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program in which `leaveFree(n)` opens files until only `n` more can be. Returns what it printed. */
function run(program: string, env: Readonly<Record<string, string>> = {}): string {
  const prelude = `
    import { openSync, closeSync } from 'node:fs';
    const held = [];
    const leaveFree = (count) => {
      try { for (;;) held.push(openSync('/dev/null')); } catch {}
      for (let i = 0; i < count; i++) closeSync(held.pop());
    };`;
  const command = `ulimit -n 300; exec '${process.execPath}' --input-type=module -`;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', command], {
    cwd: PACKAGE,
    encoding: 'utf8',
    input: prelude + program,
    timeout: CHILD_MS,
    env: { ...process.env, ...env, FORCE_COLOR: '0' },
  });
  // What the runtime logs about its end is not the program's.
  const unexpected = stderr.replace(/^.* WARN {2}control .*\n( +.*\n)*/gm, '');
  expect({ stderr: unexpected, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

const OUTCOME = /^(ok|[A-Z_]+: .*(?:EMFILE|too many open files).*; close files .*\(ulimit -n\)\.?)\n$/;

test('connect() fails with what to do about it, and the process goes on', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'chi-open-'));
  const memory = { mainSegmentBytes: 4 * MiB, clientDataSegmentBytes: MiB, runtimeDataSegmentBytes: MiB };
  await startDaemon({ config: { ...defaultConfig(), memory }, source: 'a test', dir, exitWith: process.pid });
  try {
    for (const free of [0, 1, 2, 3, 4, 6]) {
      const program = `
        import { connect } from '@chimaera/core';
        leaveFree(${free});
        const outcome = await connect().then(
          async (chi) => { await chi.close(); return 'ok'; },
          (error) => error.code + ': ' + error.message,
        );
        held.forEach(closeSync);
        console.log(outcome);`;
      expect(run(program, { CHI_RUNTIME_DIR: dir, CHI_WAIT_SERVER: '5' })).toMatch(OUTCOME);
    }
  } finally {
    await stopDaemon({ dir, graceMs: 0 });
    rmSync(dir, { recursive: true, force: true });
  }
});

test.each([0, 2, 4, 6])('startEmbedded() with %i files left does, too', (free) => {
  const program = `
    import { startEmbedded } from '@chimaera/core';
    const memory = { mainSegmentSize: '4MB', clientDataSegmentSize: '1MB', runtimeDataSegmentSize: '1MB' };
    leaveFree(${free});
    const outcome = await startEmbedded({ memory }).then(
      async (chi) => { await chi.close(); return 'ok'; },
      (error) => error.code + ': ' + error.message,
    );
    held.forEach(closeSync);
    console.log(outcome);`;
  expect(run(program)).toMatch(OUTCOME);
});

test('the bell of an io_uring that cannot be made leaves no file open', () => {
  const program = `
    import { deviceIo } from '@chimaera/core/module';
    let ring;
    try { ring = deviceIo.IoUring.open(4, 8); } catch {}
    const bell = () => new deviceIo.CompletionBell(ring, () => undefined);
    if (ring !== undefined) {
      leaveFree(2);
      const messages = [1, 2, 3].map(() => { try { bell(); } catch (error) { return error.message; } });
      console.log(messages.every((it) => /^pipe2 failed with EMFILE: /.test(it)));
    } else console.log(true);`;
  expect(run(program)).toBe('true\n');
});
