/** How long running tasks may take to end when their runtime is stopped, unless told otherwise. */
export const DEFAULT_GRACE_MS = 5000;

/** The longest time that may be asked for: a day. */
export const MAX_GRACE_MS = 24 * 3600 * 1000;
