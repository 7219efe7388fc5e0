import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { LoadedConfig, RuntimeState } from '@chimaera/core/runtime';
import type { Command } from 'commander';
import { printJson, printLine } from '../output.js';
import { EXIT_FAILED } from '../report-error.js';
import {
  configOption,
  dirOption,
  exitWithOption,
  foregroundOption,
  graceOption,
  jsonOption,
  withoutEffect,
  type DirOption,
  type ExitWithOption,
  type JsonOption,
} from './options.js';

export interface StartOptions extends DirOption, ExitWithOption, JsonOption {
  readonly config?: string;
  readonly foreground?: boolean;
}

export function registerStart(runtime: Command): void {
  runtime
    .command('start')
    .description('start a runtime; returns when it is ready')
    .addOption(configOption())
    .addOption(dirOption())
    .addOption(
      foregroundOption('run in this process, with the log on stderr, until a signal or `runtime stop`'),
    )
    .addOption(exitWithOption())
    .addOption(jsonOption())
    .addOption(withoutEffect(graceOption()))
    .action(start);
}

/** Starts a runtime, and in it the pools that its configuration lists. If one of them fails, the runtime is stopped. */
export async function start(options: StartOptions): Promise<void> {
  const { loadConfig, runtimeDirectory } = await import('@chimaera/core/runtime');
  const loaded = await loadConfig({ path: options.config, env: process.env });
  const dir = runtimeDirectory(options.dir);
  if (options.foreground === true) await runHere(loaded, dir, options);
  else await startElsewhere(loaded, dir, options);
}

async function startElsewhere(
  { config, source }: LoadedConfig,
  dir: string,
  options: StartOptions,
): Promise<void> {
  const { startDaemon } = await import('@chimaera/core/runtime');
  announce(await startDaemon({ config, source, dir, exitWith: options.exitWith }), options);
}

/** The control plane then lives on this thread, so a client in a process of its own creates the pools. */
async function runHere(
  { config, source, path }: LoadedConfig,
  dir: string,
  options: StartOptions,
): Promise<void> {
  const { identityOf, openToAll, runDaemon } = await import('@chimaera/core/runtime');
  const logFile = config.logging.file === undefined ? undefined : resolve(dir, config.logging.file);
  const exitWith = options.exitWith === undefined ? undefined : identityOf(options.exitWith);
  const composed = config.compose.length === 0 ? undefined : path;
  const composer = composed === undefined ? undefined : identityOf(process.pid);
  const daemon = { config: { ...config, compose: [] }, source, dir, logFile, composer, exitWith };
  await runDaemon(daemon, (state) => {
    if (composed === undefined) return announce(state, options);
    void composeElsewhere(composed, dir).then(async (isDone) => {
      if (isDone) {
        await openToAll(dir);
        return announce(state, options);
      }
      process.exitCode = EXIT_FAILED;
      process.kill(process.pid, 'SIGTERM');
    });
  });
}

async function composeElsewhere(path: string, dir: string): Promise<boolean> {
  const compose = [process.argv[1]!, 'compose', path, '--dir', dir];
  const child = spawn(process.execPath, compose, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

function announce({ pid, dir, workers, configSource, logFile }: RuntimeState, { json }: JsonOption): void {
  if (json === true) return printJson({ running: true, pid, dir, workers, configSource, logFile });
  const threads = workers === 1 ? '1 worker' : `${workers} workers`;
  printLine(`runtime ready: process ${pid}, ${threads}, in ${dir}, configured by ${configSource}`);
}
