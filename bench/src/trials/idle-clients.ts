import { defaultConfig } from '@chimaera/core/runtime';
import { measureLatency } from '../measure.js';
import { openChimaera } from '../open-chimaera.js';
import { ClientProcess } from '../programs/client-process.js';
import { formatPercent, formatUs } from '../report/format.js';
import type { Trial } from '../row.js';

const PROCESSES = 4;
const CONNECTIONS = 64;

/** What connected but idle clients cost the one that works. */
export const idleClients: Trial = {
  id: 'idleClients',
  title: `one in flight beside ${PROCESSES * CONNECTIONS} idle clients`,
  metrics: [
    { id: 'aloneP50Us', title: 'alone, p50 µs', better: 'lower', format: formatUs },
    { id: 'besideP50Us', title: 'beside them, p50 µs', better: 'lower', format: formatUs },
    { id: 'besideOfAlone', title: 'beside them, of alone', better: 'lower', format: formatPercent },
  ],
  async measure({ firstWarmUpMs, warmUpMs, durationMs }) {
    const opened = await openChimaera({ memory: defaultConfig().memory });
    const idle: ClientProcess[] = [];
    const measure = async (): Promise<number> => (await measureLatency(opened, durationMs)).p50Us;
    try {
      await measureLatency(opened, firstWarmUpMs);
      const before = await measure();
      for (let i = 0; i < PROCESSES; i++)
        idle.push(new ClientProcess({ kind: 'idle', dir: opened.runtime.dir, connections: CONNECTIONS }));
      await Promise.all(idle.map((client) => client.ready()));
      await measureLatency(opened, warmUpMs);
      const beside = await measure();
      await Promise.all(idle.map((client) => client.stop()));
      await measureLatency(opened, warmUpMs);
      // Before and after, so that a drifting machine does not look like a cost.
      const alone = (before + (await measure())) / 2;
      return { aloneP50Us: alone, besideP50Us: beside, besideOfAlone: beside / alone };
    } finally {
      await Promise.all(idle.map((client) => client.stop()));
      await opened.close();
    }
  },
};
