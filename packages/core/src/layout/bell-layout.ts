/**
 * The bells of a worker, in the runtime's directory: a FIFO that wakes it, and a socket over which it wakes others.
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

const BELL_NAME = /^w\d+\.(sock|bell)$/;

/** Name of a worker's socket. */
export function workerSocketName(worker: number): string {
  return `w${worker}.sock`;
}

/** Name of the FIFO that wakes a worker. */
export function workerBellName(worker: number): string {
  return `w${worker}.bell`;
}

/** Whether a file is one of the two, of any worker. */
export function isBellName(name: string): boolean {
  return BELL_NAME.test(name);
}
