import type { Table } from './tables.js';

/** A table as prettier would write it; the first column is left-aligned text. */
export function markdownTable(cells: Table, numbers: 'left' | 'right' = 'right'): string {
  const escaped = cells.map((line) => line.map((text) => text.replaceAll('|', '\\|')));
  const widths = escaped[0]!.map((_, column) =>
    Math.max(3, ...escaped.map((line) => widthOf(line[column]!))),
  );
  const isRight = (column: number): boolean => column > 0 && numbers === 'right';
  const rule = widths.map((width, column) =>
    isRight(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const padded = escaped.map((line) =>
    line.map((text, column) => {
      const space = ' '.repeat(widths[column]! - widthOf(text));
      return isRight(column) ? space + text : text + space;
    }),
  );
  return [padded[0]!, rule, ...padded.slice(1)].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** All characters here are one column wide. */
function widthOf(text: string): number {
  return [...text].length;
}
