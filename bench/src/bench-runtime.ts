import { fileURLToPath } from 'node:url';
import { startScratchRuntime, type ScratchOptions, type ScratchRuntime } from 'chimaera/testing';

const CHIMODS = fileURLToPath(new URL('../chimods', import.meta.url));

/** A runtime that finds the benchmark's own modules too. */
export function startBenchRuntime(options: ScratchOptions = {}): Promise<ScratchRuntime> {
  process.env.CHI_REPO_PATH = CHIMODS; // the daemon inherits it
  return startScratchRuntime(options);
}
