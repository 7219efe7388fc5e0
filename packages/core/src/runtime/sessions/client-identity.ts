import type { Hello } from '../../client/control-protocol.js';
import { processStartTime, type ProcessIdentity, threadStartTime } from '../../os/process-identity.js';

/** Who a client is, as far as its memory is concerned. */
export interface ClientIdentity {
  /** For messages. */
  readonly process: ProcessIdentity;
  /**
   * The process, or the one thread of it, that may write to the client's memory for as long as it lives; undefined if
   * it cannot be seen from here.
   */
  readonly writer: ProcessIdentity | undefined;
}

/**
 * What a client says about itself is believed only where the kernel does not know better. A client that named a
 * long-lived process would keep its memory from everybody for as long as that lives, and a client in another container
 * names a process by the number that it has there.
 * @param pid of the process that has connected, see `peerPid`
 */
export function identifyClient(
  { pid: saidPid, startTime: said, thread }: Hello,
  pid?: number,
): ClientIdentity {
  const process = { pid: saidPid, startTime: said };
  if (pid === undefined) return { process, writer: thread ?? process };
  if (pid === 0) return { process, writer: undefined };
  // A process that has ended meanwhile has no start time; whoever gets its pid next will have another than it said.
  const seen = { pid, startTime: processStartTime(pid) ?? said };
  // Thread ids mean the same here only if process ids do.
  const tid = pid === saidPid ? thread?.pid : undefined;
  const threadStart = tid === undefined ? null : threadStartTime(pid, tid);
  return { process: seen, writer: threadStart === null ? seen : { pid: tid!, startTime: threadStart } };
}
