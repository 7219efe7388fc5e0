import type { RuntimeStatus } from '@chimaera/core/runtime';
import type { Command } from 'commander';
import { formatDuration, formatTable } from '../format.js';
import { printJson, printLine } from '../output.js';
import { EXIT_FAILED } from '../report-error.js';
import {
  configOption,
  dirOption,
  foregroundOption,
  graceOption,
  jsonOption,
  withoutEffect,
  type DirOption,
  type JsonOption,
} from './options.js';

export interface StatusOptions extends DirOption, JsonOption {}

export function registerStatus(runtime: Command): void {
  runtime
    .command('status')
    .description('show whether a runtime runs, and which pools it has')
    .addOption(dirOption())
    .addOption(jsonOption())
    .addOption(withoutEffect(configOption()))
    .addOption(withoutEffect(foregroundOption('')))
    .addOption(withoutEffect(graceOption()))
    .addHelpText(
      'after',
      '\nExit code 1 if none runs, also with --json, which prints its answer nevertheless.',
    )
    .action(status);
}

async function status({ dir, json }: StatusOptions): Promise<void> {
  const { runtimeDirectory, runtimeStatus } = await import('@chimaera/core/runtime');
  const found = await runtimeStatus(runtimeDirectory(dir));
  if (json === true) printJson(statusJson(found));
  else printLine(describeStatus(found));
  if (!found.running) process.exitCode = EXIT_FAILED;
}

/** The same keys whether it runs or not, so that a script can read any of them. */
export function statusJson(found: RuntimeStatus): object {
  if (!found.running)
    return { running: false, pid: null, dir: found.dir, workers: 0, uptimeMs: 0, pools: [] };
  const { pid, dir, workers, uptimeMs } = found;
  const pools = found.pools.map(({ id, name, module, containers }) => ({ id, name, module, containers }));
  return { running: true, pid, dir, workers, uptimeMs, pools };
}

export function describeStatus(found: RuntimeStatus): string {
  if (!found.running) return `no runtime is running in ${found.dir}`;
  const { pid, dir, workers, uptimeMs, pools, isBereft } = found;
  const threads = workers === 1 ? '1 worker' : `${workers} workers`;
  const head = `running: process ${pid}, ${threads}, up ${formatDuration(uptimeMs)}, in ${dir}`;
  if (isBereft === true)
    return `${head}\n\nNobody can connect to it any more, because that directory was removed. End it with \`chimaera runtime stop\`.`;
  const rows = pools.map(({ id, name, module, containers }) => [id, name, module, String(containers)]);
  return `${head}\n\n${formatTable([['pool', 'name', 'module', 'containers'], ...rows])}`;
}
