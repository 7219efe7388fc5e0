// A thread that loads modules, as a worker does, and reports the outcome.
import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { ChimaeraError } from '../../../src/errors.js';
import { Container } from '../../../src/module/container.js';
import { loadModule } from '../../../src/module/module-manager.js';
import { chiTask } from '../../../src/module/registration.js';
import type { LoadThreadInput } from './load-module.test.js';

// what the test's package @chimaera/core exports
Object.assign(globalThis, { core: { Container, chiTask } });

const { location, attempts } = workerData as LoadThreadInput;
const results: string[] = [];
for (const { key, write } of attempts) {
  for (const [file, text] of Object.entries(write ?? {})) writeFileSync(file, text);
  try {
    const { registration, libExec } = await loadModule(location, key);
    const container = registration.newChimod();
    results.push(`loaded ${registration.getChimodName()} ${libExec.key} ${container.constructor.name}`);
  } catch (error) {
    const { code, message } = error as ChimaeraError;
    results.push(`${code}: ${message}`);
  }
}
parentPort!.postMessage(results);
