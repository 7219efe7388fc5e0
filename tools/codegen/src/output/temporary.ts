/** Temporary files, written beside the place that they will take. */
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

const TEMPORARY = /^\..+\.(\d+)-[0-9a-f]{8}\.tmp$/;

/** A different name at each call, also for two runs in one process. */
export function temporaryOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${randomUUID().slice(0, 8)}.tmp`);
}

/** Whether a run is still working on a file, because its process lives. What a killed run has left is an orphan. */
export function isUnderWay(name: string): boolean {
  const pid = TEMPORARY.exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a file was left behind by a run that was killed. */
export function isLeftBehind(name: string): boolean {
  return TEMPORARY.test(name) && !isUnderWay(name);
}
