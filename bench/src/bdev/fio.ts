import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Workload } from './workload.js';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 8 * 2 ** 20;
/** fio's run time, plus some for its start and end. */
const MAX_START_MS = 30_000;

interface FioReport {
  readonly jobs: readonly {
    readonly read: { readonly iops: number };
    readonly write: { readonly iops: number };
  }[];
}

/** `fio-3.33`, or undefined if it is not installed. */
export function fioVersion(): string | undefined {
  try {
    return execFileSync('fio', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

/** Transfers per second of fio's io_uring engine on that file, without the page cache. */
export async function runFio(workload: Workload, path: string, durationMs: number): Promise<number> {
  const { operation, isRandom, bytes, depth } = workload;
  const args = [
    '--name=bench',
    `--filename=${path}`,
    '--ioengine=io_uring',
    '--direct=1',
    `--rw=${isRandom ? 'rand' : ''}${operation}`,
    `--bs=${bytes}`,
    `--iodepth=${depth}`,
    '--time_based',
    `--runtime=${Math.max(1, Math.round(durationMs / 1000))}`,
    '--norandommap',
    '--fallocate=none',
    '--output-format=json',
  ];
  const { stdout } = await run('fio', args, {
    maxBuffer: MAX_OUTPUT_BYTES,
    timeout: durationMs + MAX_START_MS,
  });
  const { jobs } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as FioReport;
  return jobs[0]![operation].iops;
}
