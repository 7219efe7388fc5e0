import { readFileSync } from 'node:fs';

/** The fields of /proc/PID/stat after the name; none for a process that is gone. Field 0 is its state. */
function statOf(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** Whether the process runs. One that has ended, and whose parent has not noticed, does not. */
export function isRunning(pid: number): boolean {
  const fields = statOf(pid);
  const state = fields[0];
  if (state === 'Z') return Number(fields[17]) > 1; // of the first thread, while others are still on their way out
  return state !== undefined && state !== 'X';
}

/** CPU time that the process has used, in ticks of 10 ms. */
export function cpuTicks(pid: number): number {
  const fields = statOf(pid);
  return Number(fields[11]) + Number(fields[12]);
}

/** Private resident memory of the process, without what it shares with others. */
export function privateBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
