import { DEFAULT_GRACE_MS, MAX_GRACE_MS } from '@chimaera/core/runtime';
import { InvalidArgumentError, Option } from 'commander';

/** Options that several commands have. */
export interface DirOption {
  /** Directory of the runtime; undefined: CHI_RUNTIME_DIR, else the user's default. */
  readonly dir?: string;
}

export interface JsonOption {
  readonly json?: boolean;
}

export interface GraceOption {
  readonly grace: number;
}

export interface ExitWithOption {
  /** A pid; if undefined, the runtime ends only when it is stopped. */
  readonly exitWith?: number;
}

export function dirOption(): Option {
  return new Option(
    '--dir <dir>',
    "directory of the runtime (default: CHI_RUNTIME_DIR, else the user's own)",
  ).argParser(parseDir);
}

export function configOption(): Option {
  return new Option(
    '--config <file>',
    'YAML file (default: CHI_SERVER_CONF, else ~/.chimaera/chimaera.yaml)',
  );
}

export function jsonOption(): Option {
  return new Option('--json', 'print one line of JSON');
}

export function graceOption(): Option {
  return new Option('--grace <ms>', 'how long running tasks may take to end')
    .argParser(parseGraceMs)
    .default(DEFAULT_GRACE_MS);
}

export function foregroundOption(description: string): Option {
  return new Option('--foreground', description);
}

/**
 * An option of other `runtime` commands. It has no effect in this one, and is accepted so that a script can give the
 * same options to all of them.
 */
export function withoutEffect(option: Option): Option {
  return option.hideHelp();
}

export function exitWithOption(): Option {
  return new Option(
    '--exit-with <pid>',
    'stop as soon as the process with this pid has ended, such as `$$` of a script',
  )
    .env('CHI_EXIT_WITH')
    .argParser(parsePid);
}

/**
 * An empty variable in a script must not mean the user's own runtime, which `stop` would end.
 * @throws InvalidArgumentError
 */
export function parseDir(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('Give the path of a directory.');
}

/** @throws InvalidArgumentError */
export function parsePid(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give the pid of a process.');
}

/** @throws InvalidArgumentError, which commander turns into a message about the option */
export function parseGraceMs(text: string): number {
  const ms = /^\d+$/.test(text) ? Number(text) : NaN;
  if (ms <= MAX_GRACE_MS) return ms;
  throw new InvalidArgumentError(`Give whole milliseconds from 0 to ${MAX_GRACE_MS}.`);
}
