/** Where progress is written: stderr. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One stage of the work. */
export interface Step {
  /** Counts what has just been done. Called for every task, so it costs only an addition. */
  readonly advance: (count: number) => void;
}

const REDRAW_MS = 100;
const BAR_CELLS = 24;
const ERASE_LINE = '\r\x1b[K';

/**
 * Reports progress on stderr: on a terminal as one line with a bar that is redrawn, elsewhere as a line per step. The
 * bar moves while a million tasks are awaited, which shows that they do not hold up the event loop.
 */
export class Progress {
  private title = '';
  private unit = '';
  private total = 0;
  private done = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly stream: ProgressStream = process.stderr) {}

  /** Begins a step, and ends the previous one. */
  begin(title: string, total = 0, unit = ''): Step {
    this.title = title;
    this.total = total;
    this.unit = unit;
    this.done = 0;
    if (this.stream.isTTY === true) {
      this.timer ??= setInterval(() => this.draw(), REDRAW_MS);
      this.draw();
    } else {
      this.stream.write(`${title}${total > 0 ? ` (${amount(total, unit)})` : ''}\n`);
    }
    return { advance: (count) => void (this.done += count) };
  }

  /** Clears the line. */
  end(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.stream.write(ERASE_LINE);
  }

  private draw(): void {
    if (this.total === 0) return void this.stream.write(`${ERASE_LINE}  ${this.title}`);
    const share = Math.min(1, this.done / this.total);
    const filled = Math.round(share * BAR_CELLS);
    const bar = '━'.repeat(filled) + '─'.repeat(BAR_CELLS - filled);
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    this.stream.write(`${ERASE_LINE}  ${bar} ${percent}  ${this.title} (${amount(this.total, this.unit)})`);
  }
}

function amount(total: number, unit: string): string {
  return unit === 'B' ? `${(total / 1e6).toFixed(1)} MB` : `${total.toLocaleString('en-US')} ${unit}`;
}
