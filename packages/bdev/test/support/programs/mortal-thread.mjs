// A thread that reads from a file by io_uring, has memory of a RAM device, and then dies in the way it is told.
import { readFileSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { deviceIo } from '@chimaera/core/module';
import { UringEngine } from '../../../dist/engine/uring-engine.js';

const { path, way } = workerData;
const engine = new UringEngine();
const view = deviceIo.mapPrivateMemory(4096);
const ram = deviceIo.takeBulkMemory(32 * 2 ** 20).fill(1);
engine.begin({
  kind: 0,
  fd: openSync(path),
  offset: 0,
  view,
  ended(result) {
    const residentKiB = Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
    parentPort.postMessage({ result, first: view[0], ram: ram.length, residentKiB });
    parentPort.once('message', () => {
      if (way === 'exit') process.exit(3);
      throw new Error('it is told to');
    });
  },
});
