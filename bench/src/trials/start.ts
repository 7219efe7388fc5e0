import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { defaultConfig } from '@chimaera/core/runtime';
import { startBenchRuntime } from '../bench-runtime.js';
import { formatPlain, formatRatio } from '../report/format.js';
import { spreadOf } from '../report/spread.js';
import type { Metric, Trial } from '../row.js';

const program = fileURLToPath(new URL('../programs/start-program.js', import.meta.url));
const ms = (id: string, title: string): Metric => ({ id, title, better: 'lower', format: formatPlain });

/** How long starting takes, with the default configuration: 256 MiB are reserved. */
export const start: Trial = {
  id: 'start',
  title: 'start',
  metrics: [
    ms('nodeMs', "node -e '', ms"),
    ms('readyMs', 'runtime, from spawn to ready, ms'),
    { id: 'readyOfNode', title: "runtime, of node -e ''", better: 'lower', format: formatRatio },
    ms('connectMs', 'connect(), ms'),
    ms('embeddedMs', 'startEmbedded(), ms'),
  ],
  async measure({ starts }) {
    const times: Record<'node' | 'ready' | 'connect' | 'embedded', number[]> = {
      node: [],
      ready: [],
      connect: [],
      embedded: [],
    };
    for (let count = 0; count < starts; count++) {
      times.node.push(await timeNode());
      const beganMs = performance.now();
      const runtime = await startBenchRuntime({ workers: 1, memory: defaultConfig().memory });
      times.ready.push(performance.now() - beganMs);
      try {
        times.connect.push(await timeWithin('connect', runtime.dir));
      } finally {
        await runtime.stop();
      }
      times.embedded.push(await timeWithin('embedded'));
    }
    const median = (list: readonly number[]): number => spreadOf(list).median;
    return {
      nodeMs: median(times.node),
      readyMs: median(times.ready),
      readyOfNode: median(times.ready) / median(times.node),
      connectMs: median(times.connect),
      embeddedMs: median(times.embedded),
    };
  },
};

async function timeNode(): Promise<number> {
  const beganMs = performance.now();
  await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'exit');
  return performance.now() - beganMs;
}

/** Measured within a fresh process: code that has run before starts sooner. */
async function timeWithin(what: 'connect' | 'embedded', ...args: readonly string[]): Promise<number> {
  const child = fork(program, [what, ...args], { stdio: ['ignore', 2, 2, 'ipc'] });
  let elapsedMs: number | undefined;
  child.once('message', (message) => (elapsedMs = message as number));
  await once(child, 'exit');
  if (elapsedMs === undefined) throw new Error(`${what} failed`);
  return elapsedMs;
}
