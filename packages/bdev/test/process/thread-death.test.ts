import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const PROGRAM = new URL('../support/programs/mortal-thread.mjs', import.meta.url);
const RAM_KIB = 32 * 1024;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'chimaera-thread-'));
  writeFileSync(join(directory, 'file'), Buffer.alloc(4096, 7));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What the descriptors of this process refer to, but only those of io_uring and its bell. */
function descriptors(): string[] {
  return readdirSync('/proc/self/fd')
    .flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        return [];
      }
    })
    .filter(
      (target) => target.includes('[io_uring]') || target.includes('[eventfd]') || target.startsWith('pipe:'),
    )
    .map((target) => target.replace(/\d+/, ''))
    .sort();
}

const residentKiB = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);

test.each(['exit', 'throw'])(
  'a thread that ends by %s leaves no descriptors and no pages of RAM devices behind',
  async (way) => {
    const before = descriptors();
    const worker = new Worker(PROGRAM, { workerData: { path: join(directory, 'file'), way } });
    const [report] = (await once(worker, 'message')) as [
      { result: number; first: number; residentKiB: number },
    ];
    expect(report).toMatchObject({ result: 4096, first: 7 });
    expect(descriptors().filter((target) => target.includes('[io_uring]')).length).toBeGreaterThan(0);
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.once('error', () => undefined);
    worker.postMessage('die');
    await ended;
    expect(descriptors()).toEqual(before);
    expect(residentKiB()).toBeLessThan(report.residentKiB - RAM_KIB / 2);
  },
  30_000,
);
