import { TASK_METHOD_WORD, TASK_POOL_MAJOR_WORD, TASK_POOL_MINOR_WORD } from '../../layout/task-layout.js';
import type { Segment } from '../../memory/segment.js';
import type { PoolRecord } from '../../route/pool-record.js';
import { PoolId } from '../../task/pool-id.js';

/** Names of tasks, for people: workers report the names of methods when they load a module. */
export class TaskNames {
  private readonly methods = new Map<string, ReadonlyMap<number, string>>();

  /** @param pools returns all pools that exist now */
  constructor(private readonly pools: () => readonly PoolRecord[]) {}

  learn(module: string, methods: readonly (readonly [number, string])[]): void {
    this.methods.set(module, new Map(methods));
  }

  /** `kRead`, or the number if no worker has reported the name. */
  shortName(module: string, method: number): string {
    return this.methods.get(module)?.get(method) ?? String(method);
  }

  /** Describes the task in the block at `offset`. Its sender can write there, so this is only for people to read. */
  describe(main: Segment, offset: number): string {
    const word = offset >>> 2;
    const { u32 } = main;
    const id = new PoolId(u32[word + TASK_POOL_MAJOR_WORD] ?? 0, u32[word + TASK_POOL_MINOR_WORD] ?? 0);
    const method = u32[word + TASK_METHOD_WORD] ?? 0;
    const pool = this.pools().find((record) => record.id === id.toString());
    if (pool === undefined) return `method ${method} of pool ${id.toString()}`;
    return `${pool.module}.${this.shortName(pool.module, method)} of pool '${pool.name}' (${pool.id})`;
  }
}
