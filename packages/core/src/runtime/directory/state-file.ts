import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModuleSearch } from '../../module/find-module.js';
import { isAlive } from '../../os/process-identity.js';
import { readSmallFile } from './read-small-file.js';
import { STATE_FILE } from './runtime-files.js';

/** The contents of `runtime.json`: a runtime that is ready. */
export interface RuntimeState {
  readonly pid: number;
  readonly startTime: string;
  readonly version: string;
  readonly dir: string;
  /** Directory of the segments. */
  readonly segments: string;
  readonly workers: number;
  /** Where the configuration came from. */
  readonly configSource: string;
  /** Empty if it logs to stderr. */
  readonly logFile: string;
  /** Whether it lives inside a user's program. */
  readonly embedded: boolean;
  /** Milliseconds since 1970. */
  readonly readyAtMs: number;
  /** Where it looks for modules. Runtimes of older versions do not tell. */
  readonly moduleSearch?: ModuleSearch;
}

/** Also written beside the segments, because the runtime's own directory may be removed while it runs. */
export function writeState(state: RuntimeState): void {
  for (const directory of [state.segments, state.dir]) writeWhole(state, join(directory, STATE_FILE));
}

/** Written whole or not at all: a reader never sees half of it. */
function writeWhole(state: RuntimeState, path: string): void {
  const unfinished = `${path}.new-${state.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
}

/**
 * The state of the runtime that lives in `dir`, its own directory or that of its segments, if there is one and it is
 * ready.
 */
export function readState(dir: string): RuntimeState | undefined {
  const state = parse(readText(join(dir, STATE_FILE)));
  return state !== undefined && isAlive(state.pid, state.startTime) ? state : undefined;
}

function readText(path: string): string {
  try {
    return readSmallFile(path);
  } catch {
    return '';
  }
}

function parse(text: string): RuntimeState | undefined {
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null;
    const isState =
      Number.isInteger(value?.pid) &&
      Number.isInteger(value?.workers) &&
      Number.isFinite(value?.readyAtMs) &&
      typeof value?.embedded === 'boolean' &&
      ['startTime', 'version', 'dir', 'segments', 'configSource', 'logFile'].every(
        (key) => typeof value?.[key] === 'string',
      ) &&
      (value?.moduleSearch === undefined || isModuleSearch(value.moduleSearch));
    return isState ? (value as unknown as RuntimeState) : undefined;
  } catch {
    return undefined;
  }
}

function isModuleSearch(value: unknown): value is ModuleSearch {
  const { cwd, repoPath = '' } = (value ?? {}) as Record<string, unknown>;
  return typeof cwd === 'string' && typeof repoPath === 'string';
}
