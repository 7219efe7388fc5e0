import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

// Each program runs in a separate process, with runtime directories that belong to the test.
let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'chi-em-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const CORE = new URL('../../dist/doors/index.js', import.meta.url).href;
const SMALL =
  "{ workers: 1, memory: { mainSegmentSize: '4MB', clientDataSegmentSize: '1MB', runtimeDataSegmentSize: '1MB' } }";

interface Ended {
  pid: number;
  status: number | null;
  signal: string | null;
  output: string;
  errors: string;
}

function run(body: string, nodeFlags: readonly string[] = []): Ended {
  const script = `const { startEmbedded, connect } = await import(${JSON.stringify(CORE)}); const small = ${SMALL};\n${body}`;
  const { pid, status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeFlags, '--input-type=module', '-e', script],
    {
      timeout: 12_000,
      env: { ...process.env, XDG_RUNTIME_DIR: scratch, CHI_RUNTIME_DIR: '', HOME: scratch, FORCE_COLOR: '0' },
    },
  );
  return { pid, status, signal, output: stdout.toString(), errors: stderr.toString() };
}

const remains = (): string[] => readdirSync(scratch).flatMap((name) => readdirSync(join(scratch, name)));
/** Directories of segments that belong to the process. */
function segmentsOf(pid: number): string[] {
  return readdirSync('/dev/shm').filter((name) => {
    if (!name.startsWith('chimaera-')) return false;
    try {
      return readFileSync(`/dev/shm/${name}/runtime.lock`, 'utf8').startsWith(`${pid} `);
    } catch {
      return false; // gone this moment, and another program's
    }
  });
}

test('starts, answers, closes, and leaves nothing behind; three times in a row', () => {
  const { output, errors, status, pid } = run(`
    for (let i = 0; i < 3; i++) {
      const chi = await startEmbedded(small);
      const { totalWorkDone } = await chi.admin.flush();
      console.log(typeof totalWorkDone);
      await chi.close();
    }`);
  expect({ output, errors, status }).toEqual({ output: 'number\nnumber\nnumber\n', errors: '', status: 0 });
  expect(remains()).toEqual([]);
  expect(segmentsOf(pid)).toEqual([]);
});

test('two runtimes run side by side, and blocking calls work', () => {
  const { output } = run(`
    const [a, b] = await Promise.all([startEmbedded(small), startEmbedded(small)]);
    console.log(a.allocateBuffer(70000).bytes.length + b.allocateBuffer(10).bytes.length >= 70010);
    await Promise.all([a.close(), b.close()]);`);
  expect(output).toBe('true\n');
});

test('a chosen directory lets others connect, and is kept', () => {
  const { output, errors } = run(`
    const dir = ${JSON.stringify(join(scratch, 'mine'))};
    const chi = await startEmbedded({ ...small, dir });
    await startEmbedded({ ...small, dir }).catch((error) => console.log(error.code));
    const other = await connect({ dir, waitServerSeconds: 0 });
    console.log((await other.admin.flush()).returnCode);
    await other.close();
    await chi.close();`);
  expect({ output, errors }).toEqual({ output: 'RUNTIME_ALREADY_RUNNING\n0\n', errors: '' });
  expect(readdirSync(join(scratch, 'mine'))).toEqual([]);
});

test('a program that exits without closing leaves nothing behind', () => {
  const { pid, status } = run('await startEmbedded(small); process.exit(7);');
  expect(status).toBe(7);
  expect(remains()).toEqual([]);
  expect(segmentsOf(pid)).toEqual([]);
});

test('the next start removes what a killed program left', () => {
  const { pid, signal } = run("await startEmbedded(small); process.kill(process.pid, 'SIGKILL');");
  expect(signal).toBe('SIGKILL');
  expect(segmentsOf(pid)).toHaveLength(1);
  expect(run('await (await startEmbedded(small)).close();')).toMatchObject({ status: 0, errors: '' });
  expect(remains()).toEqual([]);
  expect(segmentsOf(pid)).toEqual([]);
});

test('a failed start reports the reason and leaves nothing behind', () => {
  const { output } = run(
    "await startEmbedded({ ...small, memory: { mainSegmentSize: '1MB', runtimeDataSegmentSize: '1MB', clientDataSegmentSize: '1MB' }, workers: 32 }).catch((error) => console.log(error.code));",
  );
  expect(output).toBe('OUT_OF_MEMORY\n');
  expect(remains()).toEqual([]);
});

test('where Node restricts permissions, the error names the one that is missing and the flags', () => {
  const flag = ['--permission', '--experimental-permission'].find((it) =>
    process.allowedNodeEnvironmentFlags.has(it),
  )!;
  const { output } = run(
    "await startEmbedded(small).catch((error) => console.log(error.code + ': ' + error.message));",
    [flag, '--allow-fs-read=*'],
  );
  expect(output).toMatch(
    /^SYSTEM_ERROR: .* permission .*: WorkerThreads; start Node with --allow-worker, .*\n$/,
  );
});
