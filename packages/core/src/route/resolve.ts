import { ChimaeraError } from '../errors.js';
import { QueryKind, type PoolQuery } from '../task/pool-query.js';
import type { PoolRoute } from './route-table.js';

/**
 * The container for a task whose sender did not know it, or had it wrong (`stale`).
 * @throws ChimaeraError CONTAINER_NOT_FOUND, NODE_NOT_FOUND, BAD_QUERY
 */
export function resolveContainer(pool: PoolRoute, kind: number, a: number, stale: boolean): number {
  const count = pool.workers.length;
  const name = `pool ${pool.major}.${pool.minor}`;
  switch (kind) {
    case QueryKind.kLocal:
    case QueryKind.kDynamic:
      return 0;
    case QueryKind.kDirectId:
      if (a < count) return a;
      throw new ChimaeraError(
        'CONTAINER_NOT_FOUND',
        `${name} has ${count} containers, numbered from 0; there is no container ${a}`,
      );
    case QueryKind.kDirectHash:
      return a % count;
    case QueryKind.kPhysical:
      if (a === 0) return 0;
      throw new ChimaeraError('NODE_NOT_FOUND', `there is no node ${a}; a single host is node 0`);
    default:
      throw new ChimaeraError(
        'BAD_QUERY',
        `${name}: query kind ${kind} addresses no single container${stale ? ' of the pool as it is now' : ''}`,
      );
  }
}

/**
 * The containers that a module's queries name, each once, in the order of their naming (checklist SIL20).
 * @param own the asking container: the meaning of `local()`
 * @returns undefined when these are no queries, name a container that does not exist, or name none
 */
export function containersOf(pool: PoolRoute, queries: unknown, own: number): number[] | undefined {
  if (!Array.isArray(queries)) return undefined;
  const count = pool.workers.length;
  const containers = new Set<number>();
  for (const query of queries as (Partial<PoolQuery> | null | undefined)[]) {
    const { kind, a = 0, b = 0 } = query ?? {};
    const [first, length] = runOf(kind, a, b, count, own);
    if (!(first + length <= count)) return undefined;
    for (let i = 0; i < length; i++) containers.add(first + i);
  }
  return containers.size === 0 ? undefined : [...containers];
}

/** The first container and their number. For what is no query, a run that no pool has. */
function runOf(
  kind: QueryKind | undefined,
  a: number,
  b: number,
  count: number,
  own: number,
): readonly [number, number] {
  switch (kind) {
    case QueryKind.kLocal:
    case QueryKind.kDynamic:
      return [own, 1];
    case QueryKind.kDirectId:
      return [a, 1];
    case QueryKind.kDirectHash:
      return [a % count, 1];
    case QueryKind.kRange:
      return [a, b];
    case QueryKind.kBroadcast:
      return [0, count];
    case QueryKind.kPhysical:
      return a === 0 ? [own, 1] : NOWHERE;
    default:
      return NOWHERE;
  }
}

const NOWHERE = [Infinity, 1] as const;
