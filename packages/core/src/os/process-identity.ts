// Which process is meant, and whether it still lives. A pid alone is not enough, because pids come back; with
// the process's start time it is.
import { readFileSync } from 'node:fs';
import { ChimaeraError } from '../errors.js';

/** A process, told apart from later ones with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between the start of the system and that of the process, as text. */
  readonly startTime: string;
}

interface ProcessStat {
  readonly state: string;
  readonly startTime: string;
}

// Fields of /proc/<pid>/stat, counted from the one after the command's name (field 3 of proc(5)).
const STATE = 0;
const START_TIME = 22 - 3;

/** When the process started, or `null` if there is none with this pid. */
export function processStartTime(pid: number): string | null {
  return readStat(pid)?.startTime ?? null;
}

/** Whether this very process still runs. One that has ended but was not waited for (a zombie) does not. */
export function isAlive(pid: number, startTime: string): boolean {
  if (!exists(pid)) return false;
  const stat = readStat(pid);
  // Where /proc hides the processes of others, the pid is all there is: better to spare a stranger
  // than to take a living process for dead.
  if (stat === null) return exists(pid);
  return stat.startTime === startTime && !isDeadState(stat.state);
}

let self: ProcessIdentity | undefined;

/** The calling process. */
export function selfIdentity(): ProcessIdentity {
  if (self === undefined) {
    const startTime = processStartTime(process.pid);
    if (startTime === null) {
      throw new ChimaeraError(
        'UNSUPPORTED_PLATFORM',
        'Chimaera tells processes apart by /proc/<pid>/stat, which cannot be read here. Mount /proc.',
      );
    }
    self = { pid: process.pid, startTime };
  }
  return self;
}

/** Reads the text of /proc/<pid>/stat. The command's name may itself hold spaces and parentheses. */
export function parseProcessStat(text: string): ProcessStat | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[START_TIME];
  return startTime === undefined ? null : { state: fields[STATE], startTime };
}

function readStat(pid: number): ProcessStat | null {
  if (!isPid(pid)) return null;
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return null; // gone, or going while it was read
  }
}

function exists(pid: number): boolean {
  if (!isPid(pid)) return false; // 0 and negative numbers would address groups
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPid(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid <= 0x7fff_ffff;
}

function isDeadState(state: string): boolean {
  return state === 'Z' || state === 'X' || state === 'x';
}
