import { type IoEngine } from '../../src/engine/io-engine.js';
import { nodeFsEngine } from '../../src/engine/node-fs-engine.js';
import { UringEngine } from '../../src/engine/uring-engine.js';

/** The engine of this thread's io_uring, or why there is none: its tests are skipped, and say so. */
export const uringEngine: IoEngine | undefined = open();

/** Every engine that this machine has. */
export const enginesHere: readonly IoEngine[] = uringEngine ? [uringEngine, nodeFsEngine] : [nodeFsEngine];

function open(): IoEngine | undefined {
  try {
    return new UringEngine();
  } catch (error) {
    console.warn(`no io_uring on this machine, its tests are skipped: ${String(error)}`);
    return undefined;
  }
}
