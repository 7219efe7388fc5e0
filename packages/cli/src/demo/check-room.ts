import { statfsSync, statSync } from 'node:fs';
import { freemem } from 'node:os';
import { ChimaeraError } from '@chimaera/core';

/** The RAM device holds the whole file; the demo does not take more than this share of the free memory. */
const MEMORY_SHARE = 0.7;

/** Refuses a file that cannot be stored, before anything is started. */
export function checkRoom(path: string, directory: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw refusal(`${path} does not exist`);
  if (!stat.isFile()) throw refusal(`${path} is not a regular file`);
  if (stat.size === 0) throw refusal(`${path} is empty: there is nothing to store`);
  const freeBytes = Math.floor(freemem() * MEMORY_SHARE);
  if (stat.size > freeBytes)
    throw refusal(`${path} has ${mb(stat.size)}; the RAM device could hold ${mb(freeBytes)}`);
  const { bavail, bsize } = statfsSync(directory);
  const diskBytes = bavail * bsize;
  if (stat.size > diskBytes) {
    throw refusal(
      `${path} has ${mb(stat.size)}; ${directory} has room for ${mb(diskBytes)} (TMPDIR names another place)`,
    );
  }
}

function refusal(message: string): ChimaeraError {
  return new ChimaeraError('INVALID_ARGUMENT', message);
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
