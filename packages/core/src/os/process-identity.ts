// Identifies a process and tells whether it is still alive. A pid alone is not enough, because pids are reused;
// together with the process's start time it is.
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { ChimaeraError } from '../errors.js';
import { explained, lacksDescriptor } from './open-files.js';

/** A process, distinguished from later ones with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between system start and process start, as text. */
  readonly startTime: string;
}

interface ProcessStat {
  readonly state: string;
  readonly parent: number;
  readonly threads: number;
  readonly startTime: string;
  /** Whether the first thread has been killed or is exiting. */
  readonly isLeaving: boolean;
}

// Fields of /proc/<pid>/stat, counted from the one after the command's name (field 3 of proc(5)).
const STATE = 0;
const PARENT = 4 - 3;
const FLAGS = 9 - 3;
const THREADS = 20 - 3;
const START_TIME = 22 - 3;
const PENDING_SIGNALS = 31 - 3;
/** PF_EXITING of the kernel. */
const EXITING = 4;
const PENDING_KILL = 1 << (9 - 1);

const GONE = new Set(['ENOENT', 'ESRCH']);

/** When the process started, or `null` if there is none with this pid. */
export function processStartTime(pid: number): string | null {
  return readStat(pid)?.startTime ?? null;
}

/** When a thread of the process started, or `null` if it has none with this number. */
export function threadStartTime(pid: number, thread: number): string | null {
  return readStat(thread, `${pid}/task/${thread}`)?.startTime ?? null;
}

/** The parent of the process, or 0 if that cannot be told. */
export function parentOf(pid: number): number {
  return readStat(pid)?.parent ?? 0;
}

/** The process that has this pid now. @throws ChimaeraError INVALID_ARGUMENT if there is none */
export function identityOf(pid: number): ProcessIdentity {
  const startTime = processStartTime(pid);
  if (startTime !== null) return { pid, startTime };
  throw new ChimaeraError('INVALID_ARGUMENT', `there is no process ${pid}`);
}

/**
 * Whether this very process still runs, even if only one of its threads does. A process that has ended but was not
 * waited for (a zombie) does not count as running.
 */
export function isAlive(pid: number, startTime: string): boolean {
  const presence = presenceOf(pid);
  if (presence === 'none') return false;
  const stat = readStat(pid);
  // Where /proc hides other users' processes, or cannot be read, the pid is all there is: better to spare a stranger
  // than to take a living process for dead. One of our own that is missing there is just being removed.
  if (stat === undefined) return true;
  if (stat === null) return presence === 'foreign' && presenceOf(pid) !== 'none';
  return stat.startTime === startTime && !hasEnded(stat);
}

/**
 * Whether the process lives, but not for long: it has been killed, or is exiting. The kernel needs a while to release
 * its resources: for a large memory most of a second.
 */
export function isDying({ pid, startTime }: ProcessIdentity): boolean {
  const stat = readStat(pid);
  return stat !== null && stat !== undefined && stat.startTime === startTime && stat.isLeaving;
}

let self: ProcessIdentity | undefined;

/** The calling process. */
export function selfIdentity(): ProcessIdentity {
  if (self === undefined) {
    const startTime = processStartTime(process.pid);
    if (startTime === null) throw noIdentity();
    self = { pid: process.pid, startTime };
  }
  return self;
}

function noIdentity(): unknown {
  try {
    readFileSync('/proc/self/stat');
  } catch (error) {
    if (lacksDescriptor(error)) return explained(error, 'this process cannot be identified');
  }
  return new ChimaeraError(
    'UNSUPPORTED_PLATFORM',
    'Chimaera tells processes apart by /proc/<pid>/stat, which cannot be read here; mount /proc',
  );
}

/**
 * The calling thread, unless it is the first of its process: it may end long before the process does. A thread is
 * identified like a process. Also undefined where it cannot be determined.
 */
export function selfThread(): ProcessIdentity | undefined {
  if (isMainThread) return undefined;
  try {
    const pid = Number(basename(readlinkSync('/proc/thread-self')));
    const startTime = processStartTime(pid);
    return startTime === null ? undefined : { pid, startTime };
  } catch {
    return undefined;
  }
}

/** Reads the text of /proc/<pid>/stat. The command's name may itself hold spaces and parentheses. */
export function parseProcessStat(text: string): ProcessStat | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[START_TIME];
  if (startTime === undefined) return null;
  const state = fields[STATE];
  const bits = (field: number, mask: number): boolean => (Number(fields[field]) & mask) !== 0;
  const isLeaving = /[ZXx]/.test(state) || bits(FLAGS, EXITING) || bits(PENDING_SIGNALS, PENDING_KILL);
  return { state, parent: Number(fields[PARENT]), threads: Number(fields[THREADS]), startTime, isLeaving };
}

/** `null` for a process that is gone, or goes while it is read; `undefined` if that cannot be told. */
function readStat(pid: number, below = `${pid}`): ProcessStat | null | undefined {
  if (!isPid(pid)) return null;
  try {
    return parseProcessStat(readFileSync(`/proc/${below}/stat`, 'latin1'));
  } catch (error) {
    return GONE.has((error as NodeJS.ErrnoException).code ?? '') ? null : undefined;
  }
}

/** Whether there is a process with this pid, and whether it is one that we may signal. */
function presenceOf(pid: number): 'none' | 'ours' | 'foreign' {
  if (!isPid(pid)) return 'none'; // 0 and negative numbers would address groups
  try {
    process.kill(pid, 0);
    return 'ours';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'foreign' : 'none';
  }
}

function isPid(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid <= 0x7fff_ffff;
}

/**
 * The state is that of the first thread only: other threads may still be on their way out, writing to memory that the
 * kernel reads for them.
 */
function hasEnded({ state, threads }: ProcessStat): boolean {
  return state === 'X' || state === 'x' || (state === 'Z' && threads <= 1);
}
