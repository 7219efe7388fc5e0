import type { ComposedPool, ComposeEntry } from '@chimaera/core/runtime';
import type { Command } from 'commander';
import { oneLine } from '../format.js';
import { printJson, printLine } from '../output.js';
import { dirOption, jsonOption, type DirOption, type JsonOption } from './options.js';

export interface ComposeOptions extends DirOption, JsonOption {
  readonly unregister?: boolean;
}

export function registerCompose(program: Command): void {
  program
    .command('compose')
    .argument('<file>', 'YAML file with a list of pools under `compose`')
    .description('create pools in a running runtime, or find those that exist')
    .option('--unregister', 'destroy them instead; a missing pool is no error')
    .addOption(dirOption())
    .addOption(jsonOption())
    .action(compose);
}

async function compose(file: string, { dir: named, unregister, json }: ComposeOptions): Promise<void> {
  const { loadComposeFile, runtimeDirectory } = await import('@chimaera/core/runtime');
  const entries = await loadComposeFile(file);
  const dir = runtimeDirectory(named);
  const pools = unregister === true ? await removeFrom(dir, entries) : await composeInto(dir, entries);
  if (json === true) return printJson({ [unregister === true ? 'destroyed' : 'pools']: pools });
  const what = unregister === true ? 'destroyed' : 'ready';
  for (const { id, name, module } of pools) printLine(`pool ${what}: ${oneLine(name)} (${id}, ${module})`);
  if (pools.length === 0) printLine('none of these pools exists');
}

/** Creates the pools as a client of the runtime in `dir`. */
export async function composeInto(dir: string, entries: readonly ComposeEntry[]): Promise<ComposedPool[]> {
  const { composePools, connect } = await loadClient();
  const chi = await connect({ dir });
  try {
    return await composePools(chi, entries, dir);
  } finally {
    await chi.close();
  }
}

async function removeFrom(dir: string, entries: readonly ComposeEntry[]): Promise<ComposedPool[]> {
  const { connect, runtimeStatus, unregisterPools } = await loadClient();
  const chi = await connect({ dir });
  try {
    const found = await runtimeStatus(dir);
    return await unregisterPools(chi, entries, found.running ? found.pools : []);
  } finally {
    await chi.close();
  }
}

async function loadClient() {
  const [core, runtime] = await Promise.all([import('@chimaera/core'), import('@chimaera/core/runtime')]);
  return { ...core, ...runtime };
}
