/**
 * What the two processes of ping-pong.ts share: a flag to bounce, and a word in which the peer says that it is ready.
 */
export const PING_PONG_BYTES = 4096;
export const FLAG_WORD = 0;
/** On a cache line of its own. */
export const READY_WORD = 64;
/** In place of the ball, this tells the peer to end. Even, so that it does not look like a ball on its way there. */
export const OVER = -2;
/** A waiting party lets others run after this many polls: never reached if the two have a core each. */
export const POLLS_PER_YIELD = 2 ** 14;
