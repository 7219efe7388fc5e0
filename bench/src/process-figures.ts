/** What the kernel reports about a process. */
import { readdirSync, readFileSync } from 'node:fs';

/** CPU time in milliseconds of all its threads so far, without that of threads that have ended. */
export function processorMs(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).reduce((sum, thread) => {
    const onProcessorNs = readFileSync(`${tasks}/${thread}/schedstat`, 'utf8').split(' ')[0];
    return sum + Number(onProcessorNs) / 1e6;
  }, 0);
}

/** Resident megabytes without the segments that it shares with other processes: heap, stacks and code. */
export function privateMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return ((kilobytes('VmRSS') - kilobytes('RssShmem')) * 1024) / 1e6;
}
