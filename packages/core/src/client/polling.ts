// What is particular to the polling of a client's thread, whether it blocks or lets others run between two polls.
import { POLLS_PER_CLOCK } from '../lane/polling.js';

/**
 * Polls for one answer, some 10 us of them, after which it may be that whoever is to answer waits for this very core.
 */
export const POLLS_BEFORE_LEAVING = 8 * POLLS_PER_CLOCK;
/**
 * The event loop of a client gets a turn this often, however many results come. With one a millisecond the program's
 * timers come later by that half, and no more tasks are done.
 */
export const TURN_MS = 0.5;
/** A blocked thread sees no socket close: how often it looks whether the runtime and its workers live. */
export const LIVENESS_CHECK_MS = 100;
