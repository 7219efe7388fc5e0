import { type ChimaeraError, connect, PoolId, type Task } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import type { ScratchRuntime } from './scratch-runtime.js';

const KiB = 1024;
const BLOCK_BYTES = 200 * KiB;

/** How much a new client can have of each segment, in pieces: what others have not given back is missing. */
export interface Capacity {
  readonly main: number;
  readonly clientData: number;
  readonly runtimeData: number;
}

/** Fills the memory of the runtime with pieces that are given back whole, counts them, and lets go of them. */
export async function measureCapacity(runtime: ScratchRuntime): Promise<Capacity> {
  const chi = await connect({ dir: runtime.dir, waitServerSeconds: 0 });
  try {
    const mod = new modName.Client(chi, PoolId.parse('7000.0'));
    return {
      main: await countTasks(() => mod.asyncCustom({ data: 'x'.repeat(BLOCK_BYTES), operationId: 1 })),
      clientData: countFitting(
        () => chi.allocateBuffer(512 * KiB),
        (buffer) => buffer.free(),
      ),
      runtimeData: await countTasks(() => mod.asyncLargeOutput({ size: 1024 * KiB })),
    };
  } finally {
    await chi.close();
  }
}

/** How many can be made before there is no memory for another. */
function countFitting<T>(make: () => T, drop: (made: T) => void): number {
  const made: T[] = [];
  try {
    for (;;) made.push(make());
  } catch (error) {
    if ((error as ChimaeraError).code !== 'OUT_OF_MEMORY') throw error;
  }
  for (const each of made) drop(each);
  return made.length;
}

/** How many tasks can be sent and end well before one finds no memory, be it for its inputs or for its outputs. */
async function countTasks(send: () => Task): Promise<number> {
  const tasks: Task[] = [];
  try {
    for (;;) {
      const task = send();
      tasks.push(task);
      await task.wait({ timeoutMs: 10_000 });
      if (task.errorCode === 'OUT_OF_MEMORY') return tasks.length - 1;
      if (task.returnCode !== 0) throw new Error(task.errorMessage);
    }
  } catch (error) {
    if ((error as ChimaeraError).code !== 'OUT_OF_MEMORY') throw error;
    return tasks.length;
  } finally {
    for (const task of tasks) task.dispose();
  }
}
