import { connect, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';
import { startScratchRuntime } from 'chimaera/testing';
import type { Contender, Session } from '../contender.js';

/** This project: a daemon with one worker, the client in another process, the promise form of a generated method. */
export const chimaera: Contender = {
  id: 'chimaera',
  title: 'Chimaera',
  setup: 'a runtime daemon with one worker',
  packageName: '@chimaera/core',
  async open(): Promise<Session> {
    const runtime = await startScratchRuntime({ workers: 1 });
    try {
      const chi = await connect({ dir: runtime.dir, waitServerSeconds: 0 });
      const mod = new Client(chi, PoolId.parse('7000.0'));
      await mod.create({ poolName: 'bench' });
      return {
        call: (operationId, data) => mod.custom({ data, operationId }),
        async close() {
          await chi.close();
          await runtime.stop();
        },
      };
    } catch (error) {
      await runtime.stop();
      throw error;
    }
  },
};
