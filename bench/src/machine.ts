import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

/** Where and when figures were taken: without that they mean nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly os: string;
  readonly node: string;
  readonly date: string;
  /** Of the minute before the run: above a few tenths, somebody else was using the machine. */
  readonly loadAverage: number;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${process.platform} ${release()} ${process.arch}`,
    node: process.version,
    date: new Date().toISOString(),
    loadAverage: Math.round(loadavg()[0]! * 100) / 100,
  };
}

/**
 * Version of an installed package. Not every package exports its package.json, so it is looked for above the entry
 * point.
 */
export function versionOf(packageName: string): string {
  const require = createRequire(import.meta.url);
  for (let directory = dirname(require.resolve(packageName)); ; directory = dirname(directory)) {
    const found = readPackage(join(directory, 'package.json'));
    if (found?.name === packageName) return found.version ?? 'unknown';
    if (directory === dirname(directory)) return 'unknown';
  }
}

function readPackage(path: string): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string };
  } catch {
    return undefined;
  }
}
