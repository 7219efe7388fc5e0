/** `refresh --watch`: generates again whenever a source changes. */
import { Changes } from './changes.js';
import { refresh } from './refresh.js';
import { reportRefresh, type Print } from './report.js';

export interface WatchOptions {
  /** Make changes that break clients built earlier: for a module that nobody uses yet. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Runs until `signal` is aborted or the process gets SIGINT or SIGTERM; returns the exit code of the last run. The
 * generator stays loaded, so that a run takes some ten milliseconds for the module that has changed.
 */
export async function watch(
  dir: string,
  print: Print,
  { force = false, signal }: WatchOptions = {},
): Promise<number> {
  const changes = new Changes(dir);
  const stop = (): void => changes.close();
  signal?.addEventListener('abort', stop);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    for (;;) {
      const code = await refreshOnce(dir, force, print);
      print('watching; stop with Ctrl-C');
      if (!(await changes.next())) return code;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    process.off('SIGINT', stop).off('SIGTERM', stop);
    changes.close();
  }
}

/** A file that is just being written, or that has just gone, must not end the watch. */
async function refreshOnce(dir: string, force: boolean, print: Print): Promise<number> {
  try {
    return reportRefresh(await refresh(dir, { force }), print);
  } catch (error) {
    print(`codegen: ${(error as Error).message}`);
    return 1;
  }
}
