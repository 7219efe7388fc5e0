/**
 * What the two processes of ping-pong.ts share: one flag to bounce, and a word for the peer to say that it is there.
 */
export const PING_PONG_BYTES = 4096;
export const FLAG_WORD = 0;
/** On a cache line of its own. */
export const READY_WORD = 64;
/** In place of the ball, tells the peer to end. Even, so that it is no ball on its way there. */
export const OVER = -2;
/** Polls after which a party that waits lets others run: never reached where the two have a core each. */
export const POLLS_PER_YIELD = 2 ** 14;
