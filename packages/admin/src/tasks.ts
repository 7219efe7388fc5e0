import {
  type BaseCreateTask,
  type bool,
  type bytes,
  type In,
  type InOut,
  type Optional,
  type Out,
  type PoolId,
  type size,
  Task,
  type u32,
} from '@chimaera/core';

/** The admin pool has nothing to configure. */
export class CreateParams {
  static readonly chimodLibName = 'chimaera_admin';
}

/** Only admin uses BaseCreateTask: all other modules are created by admin's GetOrCreatePoolTask. */
export type CreateTask = BaseCreateTask<CreateParams>;

/**
 * Finds the pool of this name, or creates it: loads the module, makes the containers and runs their `create`. A
 * module's client sends it from `create()`; call it directly only for a module whose client is not at hand.
 */
export abstract class GetOrCreatePoolTask extends Task {
  /** `<namespace>_<module>`. */
  abstract chimodName: InOut<string>;
  abstract poolName: InOut<string>;
  /** CreateParams of the module, in the archive encoding. */
  abstract chimodParams: InOut<bytes>;
  /** Accepted for the guide's sake; nothing depends on it. */
  abstract domainFlags: In<u32>;
  /** In: how many containers are wanted. Out: how many the pool has. */
  abstract containers: InOut<u32>;
  /** In: the wanted id, 0.0 to let the runtime choose. Out: the pool's id. */
  abstract newPoolId: InOut<PoolId>;
  /** Whether this task created the pool, rather than found it. */
  abstract created: Out<bool>;
  /** 0, or the return code of the failure; errorMessage says why. */
  abstract resultCode: Out<u32>;
}

/** Destroys a pool: runs `destroy` of its containers and forgets it. */
export abstract class DestroyPoolTask extends Task {
  abstract targetPoolId: In<PoolId>;
  /** Accepted for the guide's sake; nothing depends on it. */
  abstract destructionFlags: In<Optional<u32>>;
}

/** Begins the orderly stop of the runtime; completes before it has stopped. */
export abstract class StopRuntimeTask extends Task {
  /** Accepted for the guide's sake; nothing depends on it. */
  abstract flags: In<Optional<u32>>;
  /** How long running tasks may take to end. Not given: 5000. */
  abstract graceMs: In<Optional<u32>>;
}

/** Waits for all work that is queued or under way, but for periodic tasks and itself. */
export abstract class FlushTask extends Task {
  /** Tasks that ended while it waited. */
  abstract totalWorkDone: Out<size>;
}

/**
 * Tells what goes on in the runtime: how busy its workers are, what waits where, what is in memory, who holds locks.
 */
export abstract class MonitorTask extends Task {
  /** `all`, or one of `runtime`, `workers`, `methods`, `containers`, `memory`, `clients`, `locks`. Not given: `all`. */
  abstract query: In<Optional<string>>;
  /** A RuntimeReport of core, as JSON. */
  abstract report: Out<string>;
}
