import { printable } from '@chimaera/core/runtime';

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** The two largest units: `3 d 4 h`, `12 min 5 s`, `340 ms`. */
export function formatDuration(ms: number): string {
  const first = UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  if (first < 0) return `${Math.round(ms)} ms`;
  const [name, unitMs] = UNITS[first]!;
  const whole = Math.floor(ms / unitMs);
  const next = UNITS[first + 1];
  const rest = next === undefined ? 0 : Math.floor((ms - whole * unitMs) / next[1]);
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${next![0]}`;
}

/** Somebody else's name on one line, without characters that would control a terminal. */
export function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** Columns as wide as their widest cell. */
export function formatTable(cells: readonly (readonly string[])[]): string {
  const lines = cells.map((row) => row.map(oneLine));
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** With spaces between the thousands: `1 234 567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}

/** A time of microseconds: `0.7 µs`, `12 µs`, `3.4 ms`, `12 s`. */
export function formatUs(us: number): string {
  if (us < 1000) return `${us < 10 ? Math.round(us * 10) / 10 : Math.round(us)} µs`;
  const ms = us / 1000;
  return ms < 100 ? `${Math.round(ms * 10) / 10} ms` : formatDuration(ms);
}

/** A share of 1 as per cent. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}
