// How a thread polls while it waits for what a ring may bring (design D8), a client's as well as a worker's.

/** Polls between two looks at the clock: about a microsecond. */
export const POLLS_PER_CLOCK = 32;
/** The same where many wait for each core. */
export const PACKED_POLLS_PER_CLOCK = 8;
/**
 * Looks at the clock between two offers of the core to others while nothing shows that somebody needs it: about 20 us.
 */
export const CLOCKS_PER_YIELD = 16;
/** The event loop of a worker gets a turn this often if it has anything to do, however many tasks there are. */
export const EVENT_LOOP_TURN_MS = 1;
/**
 * As long as it may take until a sleeper that was woken runs: for so long whoever woke it polls on, because one who
 * sleeps meanwhile has to be woken in turn.
 */
export const WAKING_MS = 0.5;
