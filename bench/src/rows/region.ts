import { checkShifted } from '../region.js';
import { formatMegabytes } from '../report/format.js';
import type { Row } from '../row.js';

const BYTES = 2 ** 20;

/**
 * 1 MiB there and back. The client writes every byte and reads every byte of the answer, and so does the other side;
 * the figure counts each byte twice, once for each way.
 */
export const region: Row = {
  id: 'region',
  title: '1 MiB there and back',
  metrics: [{ id: 'megabytesPerSecond', title: 'MB/s', better: 'higher', format: formatMegabytes }],
  supports: ({ openRegion }) => openRegion !== undefined,
  async measure(session, { warmUpMs, durationMs }) {
    const opened = await session.openRegion!(BYTES);
    // Two different ones, so that an answer that was not updated is noticed.
    const sources = [7, 11].map((factor) => Uint8Array.from({ length: BYTES }, (_, i) => (i * factor) >> 3));
    const run = async (forMs: number): Promise<number> => {
      const beganMs = performance.now();
      let count = 0;
      let nowMs = beganMs;
      while (nowMs - beganMs < forMs) {
        const source = sources[count++ % 2]!;
        opened.bytes.set(source);
        checkShifted(source, await opened.exchange());
        nowMs = performance.now();
      }
      return (2 * BYTES * count) / 1e6 / ((nowMs - beganMs) / 1000);
    };
    try {
      await run(warmUpMs);
      return { megabytesPerSecond: await run(durationMs) };
    } finally {
      opened.close();
    }
  },
};
