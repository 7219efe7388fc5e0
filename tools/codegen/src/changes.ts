import { existsSync, readdirSync, watch, type FSWatcher } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { AUTOGEN_DIR } from './emit/header.js';
import { DiskError } from './errors.js';
import { LOCK_FILE } from './model/lock.js';

/** A run waits until nothing has happened for this long: editors write a file in several steps, and git many files. */
const QUIET_MS = 50;
const NO_DIRECTORY = 'name a repository, the directory with its modules, or one module';
const WATCHERS_USED_UP = 'end what watches many files, or raise fs.inotify.max_user_watches and _instances';
/** Nothing in there is a source. What a run itself writes must not start the next one. */
const SKIPPED_DIRECTORY = new RegExp(`^(node_modules|dist|coverage|${basename(AUTOGEN_DIR)}|\\..*)$`);
const SKIPPED_FILE = new RegExp(`^(\\..*|.*\\.tmp|${LOCK_FILE.replaceAll('.', '\\.')})$`);

/**
 * Reports changes of files that the generator reads, those that come together as one event. Each directory is watched
 * separately, because Node's recursive watch holds on to files: it misses the changes of one that an editor has
 * replaced by another.
 */
export class Changes {
  private readonly watchers = new Map<string, FSWatcher>();
  private timer: NodeJS.Timeout | undefined;
  private hasChanged = false;
  private isClosed = false;
  private wake: (() => void) | undefined;

  /** @throws DiskError when the directory cannot be watched */
  constructor(private readonly root: string) {
    try {
      this.watchBelow(root);
    } catch (error) {
      // The watches that exist already would keep the process alive.
      this.close();
      throw new DiskError(
        `${root} cannot be watched`,
        error as NodeJS.ErrnoException,
        isExhausted(error) ? WATCHERS_USED_UP : NO_DIRECTORY,
      );
    }
  }

  /** Waits for a change; false if there will be none. */
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
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
    this.wake?.();
  }

  /** First the directory, then its contents: what is created in between is seen once or twice, but never missed. */
  private watchBelow(dir: string): void {
    if (!this.watchers.has(dir)) this.watchOne(dir);
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (!entry.isDirectory() || SKIPPED_DIRECTORY.test(entry.name)) continue;
      try {
        this.watchBelow(join(dir, entry.name));
      } catch (error) {
        // It has gone meanwhile, or may not be read. That no more can be watched, however, has to be reported.
        if (isExhausted(error)) throw error;
      }
    }
  }

  private watchOne(dir: string): void {
    const watcher = watch(dir, (event, name) => this.hear(dir, event, name));
    watcher.on('error', () => this.forget(dir));
    this.watchers.set(dir, watcher);
  }

  private hear(dir: string, event: string, name: string | null): void {
    // A directory that has gone reports its own name. Whether another one is in its place, the next look shows.
    if (event === 'rename' && name !== null)
      this.forget(name === basename(dir) && !existsSync(join(dir, name)) ? dir : join(dir, name));
    if (name === null || !(SKIPPED_FILE.test(name) || SKIPPED_DIRECTORY.test(name))) this.note();
  }

  private forget(dir: string): void {
    for (const [path, watcher] of this.watchers) {
      if (path !== dir && !path.startsWith(dir + sep)) continue;
      watcher.close();
      this.watchers.delete(path);
    }
  }

  private note(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), QUIET_MS);
  }

  private look(): void {
    try {
      this.watchBelow(this.root);
    } catch {
      if (!existsSync(this.root)) return this.close();
    }
    this.hasChanged = true;
    this.wake?.();
  }
}

function isExhausted(error: unknown): boolean {
  return ['ENOSPC', 'EMFILE'].includes((error as NodeJS.ErrnoException).code ?? '');
}
