import { setTimeout as sleep } from 'node:timers/promises';
import { timeFirstTask } from '../first-task.js';
import { measureLatency, quantile } from '../measure.js';
import { openChimaera } from '../open-chimaera.js';
import { processorMs } from '../process-figures.js';
import { ClientProcess } from '../programs/client-process.js';
import { formatPercent, formatUs } from '../report/format.js';
import type { Trial } from '../row.js';

const REST_MS = 5000;

/** The cost of an idle runtime, and how long its first caller waits. */
export const rest: Trial = {
  id: 'rest',
  title: `${REST_MS / 1000} s of idleness`,
  metrics: [
    { id: 'firstTaskP50Us', title: 'first task after it, p50 µs', better: 'lower', format: formatUs },
    { id: 'runtimeCpuShare', title: 'CPU of the runtime', better: 'lower', format: formatPercent },
    { id: 'clientCpuShare', title: 'CPU of a client', better: 'lower', format: formatPercent },
  ],
  async measure({ firstWarmUpMs, longRests }) {
    const opened = await openChimaera();
    const idle = new ClientProcess({ kind: 'idle', dir: opened.runtime.dir, connections: 1 });
    try {
      await idle.ready();
      await measureLatency(opened, firstWarmUpMs);
      const pids = [opened.runtime.pid, idle.pid] as const;
      const timesUs: number[] = [];
      const cpuMs = [0, 0];
      for (let count = 0; count < longRests; count++) {
        await sleep(100); // by now everything under way has ended
        const before = pids.map(processorMs);
        await sleep(REST_MS);
        pids.forEach((pid, i) => (cpuMs[i]! += processorMs(pid) - before[i]!));
        timesUs.push(await timeFirstTask(opened));
      }
      return {
        firstTaskP50Us: quantile(
          timesUs.sort((a, b) => a - b),
          0.5,
        ),
        runtimeCpuShare: cpuMs[0]! / (longRests * REST_MS),
        clientCpuShare: cpuMs[1]! / (longRests * REST_MS),
      };
    } finally {
      await idle.stop();
      await opened.close();
    }
  },
};
