/** What the kernel says about a process. */
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds on a processor so far, of all its threads; those of threads that ended are not in it. */
export function processorMs(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).reduce((sum, thread) => {
    const onProcessorNs = readFileSync(`${tasks}/${thread}/schedstat`, 'utf8').split(' ')[0];
    return sum + Number(onProcessorNs) / 1e6;
  }, 0);
}

/** Megabytes in memory without what is shared with other processes through segments: heap, stacks and code. */
export function privateMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return ((kilobytes('VmRSS') - kilobytes('RssShmem')) * 1024) / 1e6;
}
