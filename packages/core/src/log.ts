// Lines of a log: `ISO time LEVEL component message`, to stderr or appended to a file. Nothing here ever throws,
// because a full disk or a closed stderr must not stop a runtime.
import { openSync, writeSync } from 'node:fs';
import type { LogLevel } from './config/runtime-config.js';

const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];
const STDERR = 2;
/**
 * What a terminal obeys instead of showing it: control characters other than tab and newline, and changes of text
 * direction.
 */
const OBEYED = /[^\P{Cc}\n\t]|[\u2028-\u202e\u2066-\u2069]/gu;

/** Makes somebody else's text (a pool's name, a message) safe for a terminal: `\u001b` for what would control it. */
export function printable(text: string): string {
  return text.replaceAll(OBEYED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export interface LoggerOptions {
  readonly level?: LogLevel;
  /** The file to append to; stderr if absent, or if it cannot be opened. */
  readonly file?: string;
  /** The source of the lines: `control`, `worker 0`, a pool's name. */
  readonly component: string;
  /** CHI_DEBUG in it, unless empty, `0`, `false`, `no` or `off`, means level `debug`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Creates a logger; `child()` makes further ones with the same sink. */
export function createLogger(options: LoggerOptions): Logger {
  const level = isDebugEnvironment(options.env ?? process.env) ? 'debug' : (options.level ?? 'info');
  return new Logger(level, options.component, new Sink(options.file));
}

/** Whether CHI_DEBUG asks for debug lines. */
export function isDebugEnvironment(env: Readonly<Record<string, string | undefined>>): boolean {
  const value = env.CHI_DEBUG?.trim().toLowerCase();
  return value !== undefined && !['', '0', 'false', 'no', 'off'].includes(value);
}

export class Logger {
  /** Lets a hot path skip composing a message that nobody would see. */
  readonly debugEnabled: boolean;
  private readonly threshold: number;

  constructor(
    readonly level: LogLevel,
    readonly component: string,
    private readonly sink: Sink,
  ) {
    this.threshold = LEVELS.indexOf(level);
    this.debugEnabled = level === 'debug';
  }

  child(component: string): Logger {
    return new Logger(this.level, component, this.sink);
  }

  error(message: string, cause?: unknown): void {
    this.log('error', message, cause);
  }

  warn(message: string, cause?: unknown): void {
    this.log('warn', message, cause);
  }

  info(message: string): void {
    this.log('info', message);
  }

  debug(message: string): void {
    this.log('debug', message);
  }

  /** Writes one line; lines within the message, and the stack of `cause`, are indented below it. */
  log(level: LogLevel, message: string, cause?: unknown): void {
    if (LEVELS.indexOf(level) > this.threshold) return;
    const time = new Date().toISOString();
    const whole = cause === undefined ? message : `${message}: ${describe(cause)}`;
    const text = printable(whole).replaceAll('\n', '\n  ');
    const component = printable(this.component).replaceAll('\n', '\\n');
    this.sink.write(`${time} ${level.toUpperCase().padEnd(5)} ${component} ${text}\n`);
  }
}

/** Where the lines go. The file is opened with the first line, and only once. */
class Sink {
  private fd: number | undefined;

  constructor(private readonly file: string | undefined) {}

  write(line: string): void {
    try {
      this.fd ??= this.open();
      writeSync(this.fd, line);
    } catch {
      // nowhere left to say so
    }
  }

  private open(): number {
    if (this.file === undefined) return STDERR;
    try {
      return openSync(this.file, 'a', 0o600); // each append is one write, so threads can share the file
    } catch (error) {
      writeSync(STDERR, `The log ${this.file} cannot be opened (${String(error)}); writing to stderr.\n`);
      return STDERR;
    }
  }
}

function describe(cause: unknown): string {
  try {
    return cause instanceof Error ? (cause.stack ?? String(cause)) : String(cause);
  } catch {
    return 'an error that cannot be shown';
  }
}
