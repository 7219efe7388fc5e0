// A runtime in a separate process, whose workers execute nothing. Usage: node runtime-peer.mjs <dir>
import { ControlPlane } from '../../../dist/runtime/control-plane.js';
import { defaultConfig } from '../../../dist/config/runtime-config.js';

const config = defaultConfig();
const MiB = 2 ** 20;
const plane = new ControlPlane({
  config: {
    ...config,
    runtime: { ...config.runtime, workers: 1, queueDepth: 16 },
    memory: { mainSegmentBytes: 2 * MiB, clientDataSegmentBytes: MiB, runtimeDataSegmentBytes: MiB },
  },
  dir: process.argv[2],
  source: 'a test',
  logFile: `${process.argv[2]}/test.log`,
  findModule: () => Promise.resolve({ runtimeUrl: 'x', libExecUrl: 'x' }),
  workerEntry: new URL('./bell-worker.mjs', import.meta.url),
});
process.on('SIGTERM', () => void plane.stop(0));
await plane.start();
process.stdout.write('ready\n');
await plane.stopped;
process.exit(0);
