import type { Command } from 'commander';
import { printJson, printLine } from '../output.js';
import {
  configOption,
  dirOption,
  foregroundOption,
  graceOption,
  jsonOption,
  withoutEffect,
  type DirOption,
  type GraceOption,
  type JsonOption,
} from './options.js';

export interface StopOptions extends DirOption, GraceOption, JsonOption {}

export function registerStop(runtime: Command): void {
  runtime
    .command('stop')
    .description('stop a runtime; returns when nothing of it is left')
    .addOption(dirOption())
    .addOption(graceOption())
    .addOption(jsonOption())
    .addOption(withoutEffect(configOption()))
    .addOption(withoutEffect(foregroundOption('')))
    .addHelpText('after', '\nRemoves what a killed runtime has left behind. It is no error if none runs.')
    .action(stop);
}

/** Stops what runs. If nothing runs, that is success, too. */
export async function stop({ dir: named, grace, json }: StopOptions): Promise<void> {
  const { runtimeDirectory, stopDaemon } = await import('@chimaera/core/runtime');
  const dir = runtimeDirectory(named);
  const { outcome, pid = null } = await stopDaemon({ dir, graceMs: grace });
  if (json === true) return printJson({ outcome, pid, dir });
  if (outcome === 'not-running') return printLine(`no runtime is running in ${dir}`);
  const how = outcome === 'killed' ? 'killed, because it did not stop in time' : 'stopped';
  printLine(`runtime ${how}: process ${pid}, in ${dir}`);
}
