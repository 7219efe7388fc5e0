// How a client's thread polls, whether it blocks or lets others run between two polls.

/** Polls between two looks at the clock: about a microsecond. */
export const POLLS_PER_CLOCK = 32;
/** The same where many wait for each core. */
export const PACKED_POLLS_PER_CLOCK = 8;
/**
 * Polls for one answer, some 10 us of them, after which it may be that whoever is to answer waits for this very core.
 */
export const POLLS_BEFORE_LEAVING = 8 * POLLS_PER_CLOCK;
