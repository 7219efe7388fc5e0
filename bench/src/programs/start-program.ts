/** Connects to the runtime in a directory, or starts an embedded one, and reports how many milliseconds that took. */
import { connect, startEmbedded } from '@chimaera/core';

const [what, dir] = process.argv.slice(2);
const beganMs = performance.now();
const chi =
  what === 'connect'
    ? await connect({ dir: dir!, waitServerSeconds: 0 })
    : await startEmbedded({ workers: 1 });
const elapsedMs = performance.now() - beganMs;
await chi.close();
process.send!(elapsedMs, () => process.exit());
