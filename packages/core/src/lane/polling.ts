// How a thread, of a client or a worker, polls while it waits for entries of a ring (design D8).

/** Polls between two looks at the clock: about a microsecond. */
export const POLLS_PER_CLOCK = 32;
/** The same where many pollers share a core. */
export const PACKED_POLLS_PER_CLOCK = 8;
/**
 * Looks at the clock between two offers of the core to other threads, as long as nothing shows that one needs it: about
 * 20 us.
 */
export const CLOCKS_PER_YIELD = 16;
/** A worker's event loop gets a turn this often if it has anything to do, however many tasks there are. */
export const EVENT_LOOP_TURN_MS = 1;
/**
 * The longest time that a woken sleeper is expected to need until it runs. Whoever woke it polls for this long: if it
 * slept meanwhile, it would have to be woken in turn.
 */
export const WAKING_MS = 0.5;
