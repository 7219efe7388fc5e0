import { type ChimaeraError, connect, type Connection, PoolId, type Task } from '@chimaera/core';
import * as modName from '@chimaera/mod-name';
import type { ScratchRuntime } from './scratch-runtime.js';
import { until } from './wait.js';

const KiB = 1024;
/** Fills a chunk, the unit of ownership, so that it does not matter which chunks others have. */
const PIECE_BYTES = 60 * KiB;
/** Chunks of one segment that a worker may keep for the next burst, and those of blocks that it has begun. */
const KEPT_BY_WORKER = 16;

/** How much of each segment a new client can get, in chunks: what others have not given back is missing. */
export interface Capacity {
  readonly main: number;
  readonly clientData: number;
  readonly runtimeData: number;
}

/** Fills the runtime's memory, counts what fits, and frees it; resolves when others can have it again. */
export async function measureCapacity(runtime: ScratchRuntime): Promise<Capacity> {
  const chi = await open(runtime);
  let capacity: Capacity;
  try {
    const mod = new modName.Client(chi, PoolId.parse('7000.0'));
    capacity = {
      main: await countTasks(() => mod.asyncCustom({ data: 'x'.repeat(PIECE_BYTES), operationId: 1 })),
      clientData: countFitting(
        () => chi.allocateBuffer(PIECE_BYTES),
        (buffer) => buffer.free(),
      ),
      runtimeData: await countTasks(() => mod.asyncLargeOutput({ size: PIECE_BYTES })),
    };
  } finally {
    await chi.close();
  }
  await until(() => hasRoom(runtime), 'the return of the memory that was measured');
  return capacity;
}

/** Whether as much is available as before, except for what workers may keep. */
export function isBack(now: Capacity, before: Capacity, workers = 1): boolean {
  const kept = workers * KEPT_BY_WORKER;
  return (
    now.main >= before.main - kept &&
    now.clientData >= before.clientData &&
    now.runtimeData >= before.runtimeData - kept
  );
}

function open({ dir }: ScratchRuntime): Promise<Connection> {
  return connect({ dir, waitServerSeconds: 0 });
}

/** Whether outputs that need memory of the runtime find some. */
async function hasRoom(runtime: ScratchRuntime): Promise<boolean> {
  const chi = await open(runtime);
  try {
    const mod = new modName.Client(chi, PoolId.parse('7000.0'));
    await mod.largeOutput({ size: 32 * PIECE_BYTES });
    return true;
  } catch (error) {
    if ((error as ChimaeraError).code === 'OUT_OF_MEMORY') return false;
    throw error;
  } finally {
    await chi.close();
  }
}

/** How many can be created before there is no memory for another. */
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

/** How many tasks can be sent and succeed before one finds no memory, for its inputs or its outputs. */
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
