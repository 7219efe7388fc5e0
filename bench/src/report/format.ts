/** `0.84`, `12.3`, `91`: no more than three digits are repeatable. */
export function formatUs(us: number): string {
  return threeDigits(us);
}

/** `2.31 M`, `92.4 k`, `870`. */
export function formatPerSecond(perSecond: number): string {
  if (perSecond >= 1e6) return `${threeDigits(perSecond / 1e6)} M`;
  if (perSecond >= 1e3) return `${threeDigits(perSecond / 1e3)} k`;
  return threeDigits(perSecond);
}

/** `2810`: whole megabytes. */
export function formatMegabytes(megabytes: number): string {
  return megabytes >= 100 ? megabytes.toFixed(0) : threeDigits(megabytes);
}

/** `38.1`, `0.84`. */
export function formatPlain(value: number): string {
  return threeDigits(value);
}

/** `0.12 %` from 0.0012. */
export function formatPercent(share: number): string {
  return `${threeDigits(share * 100)} %`;
}

/** `97×`, `8.4×`. */
export function formatRatio(ratio: number): string {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)}×`;
}

function threeDigits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Columns as wide as their widest cell; the first is left-aligned text, the others are right-aligned numbers. */
export function formatTable(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) =>
    Math.max(...lines.map((cells) => widthOf(cells[column] ?? ''))),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => pad(cell, widths[column]!, column > 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - widthOf(text));
  return right ? space + text : text + space;
}

/** All characters here are one column wide. */
function widthOf(text: string): number {
  return [...text].length;
}
