import { UNRESOLVED_CONTAINER } from '../layout/task-layout.js';
import type { PoolRoute, RouteTable } from '../route/route-table.js';
import type { PoolId } from '../task/pool-id.js';
import { QueryKind, type PoolQuery } from '../task/pool-query.js';

/**
 * A pool as one client object addresses it: keeps the pool's route for as long as it is valid, and takes containers in
 * turn for `local()`. What cannot be resolved here goes to worker 0 unresolved, which answers with the error.
 */
export class PoolTarget {
  readonly major: number;
  readonly minor: number;
  private routes: RouteTable | undefined;
  private route: PoolRoute | undefined;
  private version = -1;
  private turn = 0;

  constructor(poolId: PoolId) {
    this.major = poolId.major;
    this.minor = poolId.minor;
  }

  /** Number of the container that the query means, or UNRESOLVED_CONTAINER. */
  containerFor(routes: RouteTable, query: PoolQuery | undefined): number {
    const route = this.routeIn(routes);
    if (route === undefined) return UNRESOLVED_CONTAINER;
    const count = route.workers.length;
    if (query !== undefined) return this.containerOf(query, count);
    return count === 1 ? 0 : this.nextTurn(count);
  }

  private containerOf(query: PoolQuery, count: number): number {
    switch (query.kind) {
      case QueryKind.kLocal:
      case QueryKind.kDynamic:
        return count === 1 ? 0 : this.nextTurn(count);
      case QueryKind.kDirectId:
        return query.a < count ? query.a : UNRESOLVED_CONTAINER;
      case QueryKind.kDirectHash:
        return query.a % count;
      case QueryKind.kPhysical:
        return query.a === 0 ? this.nextTurn(count) : UNRESOLVED_CONTAINER;
      default:
        return UNRESOLVED_CONTAINER;
    }
  }

  /** Worker of a container that `containerFor` returned. */
  workerOf(container: number): number {
    return container === UNRESOLVED_CONTAINER ? 0 : (this.route?.workers[container] ?? 0);
  }

  /** Number of the pool's containers, 0 if the pool is unknown. */
  containerCount(routes: RouteTable): number {
    return this.routeIn(routes)?.workers.length ?? 0;
  }

  private routeIn(routes: RouteTable): PoolRoute | undefined {
    if (this.version === routes.version && this.routes === routes && this.route !== undefined)
      return this.route;
    return this.lookUp(routes);
  }

  private lookUp(routes: RouteTable): PoolRoute | undefined {
    this.version = routes.version;
    this.routes = routes;
    return (this.route = routes.find(this.major, this.minor));
  }

  private nextTurn(count: number): number {
    const turn = this.turn < count ? this.turn : 0;
    this.turn = turn + 1;
    return turn;
  }
}
