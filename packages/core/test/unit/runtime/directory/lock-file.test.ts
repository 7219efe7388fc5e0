import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { processStartTime, selfIdentity } from '../../../../src/os/process-identity.js';
import { acquireLock, lockHolder, releaseLock } from '../../../../src/runtime/directory/lock-file.js';
import { scratchDir } from '../fixture.js';

/** The identity of a process that has ended. */
function deadHolder(): string {
  const script = `require('fs').writeSync(1, process.pid + ' ' + require('fs').readFileSync('/proc/self/stat', 'latin1').split(' ')[21] + '\\n')`;
  return spawnSync(process.execPath, ['-e', script]).stdout.toString();
}

test('the first process gets the lock, and the second learns its holder', () => {
  const path = join(scratchDir(), 'lock');
  expect(acquireLock(path)).toBeUndefined();
  expect(acquireLock(path)).toEqual(selfIdentity());
  expect(lockHolder(path)).toEqual(selfIdentity());
  releaseLock(path);
  expect(lockHolder(path)).toBeUndefined();
  expect(acquireLock(path)).toBeUndefined();
});

test.each(['', 'garbage', '123', '0 0\n'])(
  'a file that is no lock (%p) does not block a start',
  (content) => {
    const dir = scratchDir();
    const path = join(dir, 'lock');
    writeFileSync(path, content);
    expect(lockHolder(path)).toBeUndefined();
    expect(acquireLock(path)).toBeUndefined();
    expect(readdirSync(dir)).toEqual(['lock']);
  },
);

test.each([
  ['a pipe', (path: string) => spawnSync('mkfifo', [path])],
  ['a link to itself', (path: string) => symlinkSync(path, path)],
  ['a link to nothing', (path: string) => symlinkSync(`${path}.not`, path)],
])('%s in its place does not block a start', (_what, put) => {
  const path = join(scratchDir(), 'lock');
  put(path);
  expect(lockHolder(path)).toBeUndefined();
  expect(acquireLock(path)).toBeUndefined();
  expect(lockHolder(path)).toEqual(selfIdentity());
});

test('a reused pid counts as another process', () => {
  const path = join(scratchDir(), 'lock');
  writeFileSync(path, `${process.pid} ${Number(processStartTime(process.pid)) - 1}\n`);
  expect(acquireLock(path)).toBeUndefined();
});

test('only the holder releases it', () => {
  const path = join(scratchDir(), 'lock');
  writeFileSync(path, `${process.ppid} ${processStartTime(process.ppid)}\n`);
  releaseLock(path);
  expect(acquireLock(path)?.pid).toBe(process.ppid);
});

test('an interrupted takeover is itself taken over', () => {
  const dir = scratchDir();
  const path = join(dir, 'lock');
  const [dead, taker] = [deadHolder(), deadHolder()];
  writeFileSync(path, dead);
  writeFileSync(`${path}.${dead.trim().replace(' ', '-')}`, taker);
  expect(acquireLock(path)).toBeUndefined();
  expect(readFileSync(path, 'utf8')).toBe(`${process.pid} ${selfIdentity().startTime}\n`);
  expect(readdirSync(dir)).toEqual(['lock']);
});

test('exactly one of many concurrent starts gets it, with a dead holder or none', async () => {
  const peers = await Promise.all(Array.from({ length: 6 }, startPeer));
  const dir = scratchDir();
  const rounds = 3;
  for (let round = 0; round < rounds; round++) {
    const path = join(dir, `lock${round}`);
    if (round > 0) writeFileSync(path, deadHolder());
    const runners = round === rounds - 1 ? peers : await Promise.all(Array.from({ length: 6 }, startPeer));
    const answers = runners.map((peer) => once(peer.stdout, 'data').then(([data]) => String(data).trim()));
    for (const peer of runners) peer.stdin.write(path);
    const outcomes = await Promise.all(answers);
    const winners = runners.filter((_, i) => outcomes[i] === 'mine');
    expect(winners).toHaveLength(1);
    // whoever lost was told who won
    expect(new Set(outcomes.filter((outcome) => outcome !== 'mine'))).toEqual(
      new Set([String(winners[0].pid)]),
    );
    expect(existsSync(path)).toBe(true);
    for (const peer of runners) peer.stdin.end();
  }
  expect(readdirSync(dir)).toEqual(Array.from({ length: rounds }, (_, i) => `lock${i}`));
});

async function startPeer(): Promise<ChildProcessWithoutNullStreams> {
  const peer = spawn(process.execPath, [join(import.meta.dirname, 'lock-peer.mjs')]);
  await once(peer.stdout, 'data');
  return peer;
}
