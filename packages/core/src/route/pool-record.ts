/** What the runtime knows of a pool, in a form that can be sent between threads. */
export interface PoolRecord {
  /** `major.minor` */
  readonly id: string;
  readonly name: string;
  /** `<namespace>_<module>` */
  readonly module: string;
  /** Where the module was found: file URLs of its `runtime.js` and `lib_exec.js`. */
  readonly location: ModuleLocation;
  /** Worker of each container, by container number. */
  readonly workers: readonly number[];
}

export interface ModuleLocation {
  readonly runtimeUrl: string;
  readonly libExecUrl: string;
}
