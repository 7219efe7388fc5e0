import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What takes it away again; undefined where it cannot be made, which is said. */
export interface Medium {
  readonly path: string;
  remove(): void;
}

function tryTo(what: string, make: () => Medium): Medium | undefined {
  try {
    return make();
  } catch (error) {
    console.warn(
      `no ${what} can be made here, its tests are skipped: ${(error as Error).message.split('\n')[0]}`,
    );
    return undefined;
  }
}

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** A separate file system with room for that many KiB. */
export function smallFileSystem(directory: string, kib: number): Medium | undefined {
  return tryTo('small file system', () => {
    const path = join(directory, 'small');
    mkdirSync(path);
    run('mount', '-t', 'tmpfs', '-o', `size=${kib}k`, 'none', path);
    return { path, remove: () => void run('umount', path) };
  });
}

/** A block device of that many bytes; from `brokenFrom` on every transfer fails with EIO. */
export function blockDevice(directory: string, bytes: number, brokenFrom = bytes): Medium | undefined {
  return tryTo('block device', () => {
    const file = join(directory, 'medium');
    writeFileSync(file, '');
    truncateSync(file, bytes);
    const path = run('losetup', '--find', '--show', file);
    // The device has the size that the file had: what it lacks now cannot be read or written.
    if (brokenFrom < bytes) truncateSync(file, brokenFrom);
    return {
      path,
      remove() {
        run('losetup', '--detach', path);
        rmSync(file);
      },
    };
  });
}
