import { existsSync, readdirSync, watch, type FSWatcher } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { AUTOGEN_DIR } from './emit/header.js';
import { DiskError } from './errors.js';
import { LOCK_FILE } from './model/lock.js';

/** Editors write a file in several steps, and git many files: this long nothing may happen before a run. */
const QUIET_MS = 50;
const NO_DIRECTORY = 'name a repository, the directory with its modules, or one module';
const WATCHERS_USED_UP = 'end what watches many files, or raise fs.inotify.max_user_watches and _instances';
/** Nothing in there is a source; what a run writes itself must not start the next one. */
const SKIPPED_DIRECTORY = new RegExp(`^(node_modules|dist|coverage|${basename(AUTOGEN_DIR)}|\\..*)$`);
const SKIPPED_FILE = new RegExp(`^(\\..*|.*\\.tmp|${LOCK_FILE.replaceAll('.', '\\.')})$`);

/**
 * Changes of files that the generator reads, as one event for those that come together. Each directory is watched by
 * itself: Node's recursive watch holds on to files, and sees no more of one once an editor has put another file in its
 * place.
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
      // What is watched already would keep the process alive.
      this.close();
      throw new DiskError(
        `${root} cannot be watched`,
        error as NodeJS.ErrnoException,
        isExhausted(error) ? WATCHERS_USED_UP : NO_DIRECTORY,
      );
    }
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
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
    this.wake?.();
  }

  /** First the directory, then what is in it: what is made there in between is seen once or twice, but not missed. */
  private watchBelow(dir: string): void {
    if (!this.watchers.has(dir)) this.watchOne(dir);
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (!entry.isDirectory() || SKIPPED_DIRECTORY.test(entry.name)) continue;
      try {
        this.watchBelow(join(dir, entry.name));
      } catch (error) {
        // It has gone meanwhile, or is nobody's to read. That no more can be watched has to be said.
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
    // A directory that has gone says its own name; whether another one is in its place, the next look shows.
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
