/** How long tasks that run may take to end when their runtime is stopped and nobody says otherwise. */
export const DEFAULT_GRACE_MS = 5000;

/** The most that may be asked for: a day. */
export const MAX_GRACE_MS = 24 * 3600 * 1000;
