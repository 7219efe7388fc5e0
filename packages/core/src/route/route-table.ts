/** Where the containers of one pool live. */
export interface PoolRoute {
  readonly major: number;
  readonly minor: number;
  /** Worker of each container, by container number. */
  readonly workers: readonly number[];
}

/** A party's view of all pools: a client reads the directory, a worker is told by the control plane. */
export interface RouteTable {
  /** Changes whenever an answer of `find` may have changed: callers keep a route for as long as this stays the same. */
  readonly version: number;
  find(major: number, minor: number): PoolRoute | undefined;
}
