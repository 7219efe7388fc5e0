import { ChimaeraError } from '../errors.js';
import { QueryKind } from '../task/pool-query.js';
import type { PoolRoute } from './route-table.js';

/**
 * The container that a task means whose sender did not know (or said it wrongly, `stale`).
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
