/** One bar of a chart. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The value for people. */
  readonly text: string;
  readonly isOwn: boolean;
}

export interface BarChart {
  readonly title: string;
  /** Explains the axis and the whiskers. */
  readonly caption: string;
  readonly bars: readonly Bar[];
  /** The label of a power of ten on the axis. */
  readonly formatTick: (value: number) => string;
}

const WIDTH = 860;
/** Wide enough for the longest name in the widest font that pages use. */
const LABEL_WIDTH = 270;
const VALUE_WIDTH = 90;
const BAR_HEIGHT = 18;
const STEP = 28;
const TOP = 58;
const BOTTOM = 34;

/** Readable on light and dark pages; without scripts or fonts of its own. Values cover the grid behind them. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 15px } .quiet { fill: #57606a; font-size: 12px }
  .value { paint-order: stroke; stroke: #ffffff; stroke-width: 4px } .page { fill: #ffffff } .grid { stroke: #d0d7de } .bar { fill: #8c959f } .own { fill: #0969da } .whisker { stroke: #24292f }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .quiet { fill: #9198a1 } .value { stroke: #0d1117 } .page { fill: #0d1117 } .grid { stroke: #30363d }
    .bar { fill: #656c76 } .own { fill: #4493f8 } .whisker { stroke: #e6edf3 }
  }`;

/** Horizontal bars on a logarithmic axis, for figures that are orders of magnitude apart. */
export function drawBarChart({ title, caption, bars, formatTick }: BarChart): string {
  const height = TOP + bars.length * STEP + BOTTOM;
  // Half of the smallest value, so that its bar can be seen.
  const first = Math.floor(Math.log10(Math.min(...bars.map(({ min }) => min)) / 2));
  const last = Math.ceil(Math.log10(Math.max(...bars.map(({ max }) => max))));
  const room = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
  const x = (value: number): number =>
    round(LABEL_WIDTH + (room * (Math.log10(value) - first)) / Math.max(1, last - first));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
  const axis = ticks.flatMap((tick) => [
    `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${TOP - 6}" y2="${height - BOTTOM + 4}"/>`,
    `<text class="quiet" x="${x(tick)}" y="${height - BOTTOM + 20}" text-anchor="middle">${escapeText(formatTick(tick))}</text>`,
  ]);
  const drawn = bars.flatMap((bar, i) => drawBar(bar, TOP + i * STEP, x));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeText(title)}">`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="16" y="26">${escapeText(title)}</text>`,
    `<text class="quiet" x="16" y="44">${escapeText(caption)}</text>`,
    ...axis,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function drawBar(
  { label, value, min, max, text, isOwn }: Bar,
  y: number,
  x: (value: number) => number,
): string[] {
  const middle = y + BAR_HEIGHT / 2;
  const end = x(value);
  return [
    `<text x="${LABEL_WIDTH - 10}" y="${middle + 4}" text-anchor="end">${escapeText(label)}</text>`,
    `<rect class="${isOwn ? 'own' : 'bar'}" x="${LABEL_WIDTH}" y="${y}" width="${round(Math.max(1, end - LABEL_WIDTH))}" height="${BAR_HEIGHT}" rx="2"/>`,
    `<line class="whisker" x1="${x(min)}" x2="${x(max)}" y1="${middle}" y2="${middle}"/>`,
    `<text class="value" x="${round(Math.max(end, x(max)) + 8)}" y="${middle + 4}">${escapeText(text)}</text>`,
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
