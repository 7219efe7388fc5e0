import type { Command } from 'commander';
import {
  configOption,
  dirOption,
  exitWithOption,
  foregroundOption,
  graceOption,
  jsonOption,
  type GraceOption,
} from './options.js';
import { start, type StartOptions } from './runtime-start.js';

export interface RestartOptions extends StartOptions, GraceOption {}

export function registerRestart(runtime: Command): void {
  runtime
    .command('restart')
    .description('stop the runtime if one runs, then start it')
    .addOption(configOption())
    .addOption(dirOption())
    .addOption(foregroundOption('as with start'))
    .addOption(exitWithOption())
    .addOption(graceOption())
    .addOption(jsonOption())
    .action(restart);
}

/** Reads the new configuration first, so that a mistake in it leaves the old runtime running. */
async function restart(options: RestartOptions): Promise<void> {
  const { loadConfig, runtimeDirectory, stopDaemon } = await import('@chimaera/core/runtime');
  await loadConfig({ path: options.config, env: process.env });
  await stopDaemon({ dir: runtimeDirectory(options.dir), graceMs: options.grace });
  await start(options);
}
