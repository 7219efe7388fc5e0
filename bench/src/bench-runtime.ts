import { fileURLToPath } from 'node:url';
import { startScratchRuntime, type ScratchOptions, type ScratchRuntime } from 'chimaera/testing';

const CHIMODS = fileURLToPath(new URL('../chimods', import.meta.url));

const started = new Set<Promise<ScratchRuntime>>();

/** A runtime that finds the benchmark's own modules too. */
export function startBenchRuntime(options: ScratchOptions = {}): Promise<ScratchRuntime> {
  process.env.CHI_REPO_PATH = CHIMODS; // the daemon inherits it
  const starting = startScratchRuntime(options);
  started.add(starting);
  return starting;
}

/** Stops every runtime that this process has started: for a process that ends early, because nobody else would. */
export async function stopBenchRuntimes(): Promise<void> {
  await Promise.allSettled([...started].map(async (starting) => (await starting).stop()));
}
