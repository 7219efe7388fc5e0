/** `refresh --watch`: generates again whenever a source changes. */
import { watch as watchFiles, type FSWatcher } from 'node:fs';
import { AUTOGEN_DIR } from './emit/header.js';
import { LOCK_FILE } from './model/lock.js';
import { refresh } from './refresh.js';
import { reportRefresh, type Print } from './report.js';

/** Editors write a file in several steps, and git many files: this long nothing may happen before a run. */
const QUIET_MS = 50;
const SKIPPED = /(^|\/)(node_modules|dist|\.[^/]+|coverage)(\/|$)|\.tmp$/;

/**
 * Runs until `signal` is aborted or the process gets SIGINT or SIGTERM; gives the exit code of the last run.
 * The generator stays loaded, so that a run takes some ten milliseconds for the module that changed.
 */
export async function watch(dir: string, print: Print, signal?: AbortSignal): Promise<number> {
  const changes = new Changes(dir);
  const stop = (): void => changes.close();
  signal?.addEventListener('abort', stop);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    for (;;) {
      const code = await refreshOnce(dir, print);
      print('watching; stop with Ctrl-C');
      if (!(await changes.next())) return code;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    process.off('SIGINT', stop).off('SIGTERM', stop);
    changes.close();
  }
}

/** A file that is just being written, or gone in between, must not end the watch. */
async function refreshOnce(dir: string, print: Print): Promise<number> {
  try {
    return reportRefresh(await refresh(dir), print);
  } catch (error) {
    print(`codegen: ${(error as Error).message}`);
    return 1;
  }
}

/** Changes of files that the generator reads, as one event for those that come together. */
class Changes {
  private readonly watcher: FSWatcher;
  private timer: NodeJS.Timeout | undefined;
  private hasChanged = false;
  private isClosed = false;
  private wake: (() => void) | undefined;

  constructor(dir: string) {
    this.watcher = watchFiles(dir, { recursive: true }, (_event, name) => {
      if (name === null || !isOwn(name)) this.note();
    });
    this.watcher.on('error', () => this.close());
  }

  /** Waits for a change; false when there will be none. */
  async next(): Promise<boolean> {
    while (!this.hasChanged && !this.isClosed)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    this.hasChanged = false;
    return !this.isClosed;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.watcher.close();
    this.wake?.();
  }

  private note(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.hasChanged = true;
      this.wake?.();
    }, QUIET_MS);
  }
}

/** What a run writes must not start the next one; should somebody else have written it, the next change mends it. */
function isOwn(name: string): boolean {
  const path = name.replaceAll('\\', '/');
  return SKIPPED.test(path) || path.includes(`${AUTOGEN_DIR}/`) || path.endsWith(LOCK_FILE);
}
