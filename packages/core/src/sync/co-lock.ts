import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import { SharedLock } from './shared-lock.js';
import { sharedLock } from './shared-locks.js';
import { TaskLock } from './task-lock.js';

/** What CoMutex and CoRwLock have in common. */
export abstract class CoLock {
  /** @internal */
  $lock: TaskLock;

  /** @param label the lock's name in messages */
  constructor(label: string) {
    this.$lock = new TaskLock(label);
  }

  /**
   * Makes this the lock with that name, one for all workers. `chiTask` does it for the static properties of a Runtime.
   * A lock keeps its first name.
   * @internal
   */
  $share(name: string): void {
    if (!(this.$lock instanceof SharedLock)) this.$lock = sharedLock(name);
  }

  /** For logs. Who holds the lock and who waits for it is shown by `chimaera monitor`. */
  toJSON(): object {
    return { label: this.$lock.label };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }
}

/** Stands in for a shared lock that has not been named yet, and is therefore shared with nobody. */
export class NamelessLock extends TaskLock {
  protected override enter(): never {
    throw new ChimaeraError(
      'LOCK_MISUSE',
      `${this.label} has no name: make it a static property of the Runtime class, not a private one (#), and register ` +
        'the class with chiTask(Runtime)',
    );
  }
}
