/**
 * The bells of a worker: a FIFO that wakes it, and a socket over which it wakes others. The socket lies in the
 * runtime's directory, the FIFO beside the segments. On a disk, each ring and each answer would update the timestamps
 * of a file, which made the first task after a rest 10 us slower and caused writes to the disk.
 *
 * What a party writes to the socket:
 *
 * ```text
 *    0 +--------------+
 *      | party        |  u32, little-endian, as the token
 *    4 +--------------+
 *      | token        |  of the party's present session: a stranger does not know it
 *    8 +--------------+
 *      | bells ...    |  whatever their value, each means "look"
 * ```
 */
export const BELL_HELLO_PARTY_OFFSET = 0;
export const BELL_HELLO_TOKEN_OFFSET = BELL_HELLO_PARTY_OFFSET + 4;
export const BELL_HELLO_BYTES = BELL_HELLO_TOKEN_OFFSET + 4;

const SOCKET_NAME = /^w\d+\.sock$/;

/** Name of a worker's socket. */
export function workerSocketName(worker: number): string {
  return `w${worker}.sock`;
}

/** Name of the FIFO that wakes a worker. */
export function workerBellName(worker: number): string {
  return `w${worker}.bell`;
}

/** Whether a file is the socket of any worker. */
export function isWorkerSocketName(name: string): boolean {
  return SOCKET_NAME.test(name);
}
