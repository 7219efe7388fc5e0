import { type Connection, connect, PoolId } from '@chimaera/core';
import { Client } from '@chimaera/mod-name';
import type { ScratchOptions, ScratchRuntime } from 'chimaera/testing';
import { startBenchRuntime } from './bench-runtime.js';
import type { TaskOutput } from './task.js';

export interface OpenChimaera {
  readonly runtime: ScratchRuntime;
  readonly chi: Connection;
  /** A client of the example module, with a pool of its own. */
  readonly mod: Client;
  call(operationId: number, data: string): Promise<TaskOutput>;
  /** Ends the connection and the runtime. */
  close(): Promise<void>;
}

/** A private runtime, and a client of it with a pool of the example module. */
export async function openChimaera(options: ScratchOptions = {}, containers = 1): Promise<OpenChimaera> {
  const runtime = await startBenchRuntime(options);
  try {
    const chi = await connect({ dir: runtime.dir, waitServerSeconds: 0 });
    const mod = new Client(chi, PoolId.parse('7000.0'));
    await mod.create({ poolName: 'bench', containers });
    return {
      runtime,
      chi,
      mod,
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
}
