import type { Hello } from '../../client/control-protocol.js';
import { processStartTime, type ProcessIdentity, threadStartTime } from '../../os/process-identity.js';

/** Who a client is, as far as its memory is concerned. */
export interface ClientIdentity {
  /** For people. */
  readonly process: ProcessIdentity;
  /**
   * The process, or the one thread of it, that writes to the client's memory for as long as it lives; undefined if that
   * cannot be seen from here.
   */
  readonly writer: ProcessIdentity | undefined;
}

/**
 * What a client says of itself is believed only where the kernel does not know better: one that names a process which
 * lives on and on would keep its memory from everybody for so long, and one in another container names a process by the
 * number that it has there.
 * @param pid of the process that has connected, see `peerPid`
 */
export function identifyClient(
  { pid: saidPid, startTime: said, thread }: Hello,
  pid?: number,
): ClientIdentity {
  const process = { pid: saidPid, startTime: said };
  if (pid === undefined) return { process, writer: thread ?? process };
  if (pid === 0) return { process, writer: undefined };
  // One that has ended meanwhile has no start time; whoever gets its number next will have another than it said.
  const seen = { pid, startTime: processStartTime(pid) ?? said };
  // Numbers of threads mean the same here only if those of processes do.
  const tid = pid === saidPid ? thread?.pid : undefined;
  const threadStart = tid === undefined ? null : threadStartTime(pid, tid);
  return { process: seen, writer: threadStart === null ? seen : { pid: tid!, startTime: threadStart } };
}
