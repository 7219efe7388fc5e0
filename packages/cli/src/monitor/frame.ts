/** Moves the cursor to the corner and clears only what lies behind the text: what stays the same does not flicker. */
const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Makes a terminal of this size show the text, cut to fit. Some terminals do not know their size, and say 0.
 */
export function frameOf(text: string, rows: number, columns: number): string {
  // The last row stays empty, because a cursor at its end would scroll.
  const shown = text.split('\n').slice(0, rows > 0 ? Math.max(rows - 1, 1) : undefined);
  const body = shown.map((row) => row.slice(0, columns > 0 ? columns : undefined) + CLEAR_LINE).join('\n');
  return `${HOME}${body}${CLEAR_BELOW}`;
}
