// What is particular to the polling of a client's thread, whether it blocks or lets others run between two polls.
import { POLLS_PER_CLOCK } from '../lane/polling.js';

/**
 * Polls for one answer, some 10 us of them, after which it may be that whoever is to answer waits for this very core.
 */
export const POLLS_BEFORE_LEAVING = 8 * POLLS_PER_CLOCK;
/** A blocked thread sees no socket close: how often it looks whether the runtime and its workers live. */
export const LIVENESS_CHECK_MS = 100;
