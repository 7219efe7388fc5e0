/** Puts the cursor in the corner, and clears what lies behind what is written: what stays the same does not flicker. */
const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * What makes a terminal of so many rows and columns show the text, cut to fit. Some do not know their size, and say 0.
 */
export function frameOf(text: string, rows: number, columns: number): string {
  // The last row stays empty: a cursor at its end would scroll.
  const shown = text.split('\n').slice(0, rows > 0 ? Math.max(rows - 1, 1) : undefined);
  const body = shown.map((row) => row.slice(0, columns > 0 ? columns : undefined) + CLEAR_LINE).join('\n');
  return `${HOME}${body}${CLEAR_BELOW}`;
}
