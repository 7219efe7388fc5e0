// What is particular to polling in a client's thread, whether the thread blocks or lets other code run between polls.
import { POLLS_PER_CLOCK } from '../lane/polling.js';

/** Some 10 us of polling for one answer, after which the answering worker may be waiting for this very core. */
export const POLLS_BEFORE_LEAVING = 8 * POLLS_PER_CLOCK;
/**
 * The event loop of a client gets a turn this often, however many results come. With one turn a millisecond, the
 * program's timers are late by twice as much, and no more tasks get done.
 */
export const TURN_MS = 0.5;
/**
 * A blocked thread does not notice that a socket was closed: how often it checks that the runtime and its workers live.
 */
export const LIVENESS_CHECK_MS = 100;
