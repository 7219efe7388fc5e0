import { ChimaeraError } from '../errors.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import { SharedLock } from './shared-lock.js';
import { sharedLock } from './shared-locks.js';
import { TaskLock } from './task-lock.js';

/** What CoMutex and CoRwLock have in common. */
export abstract class CoLock {
  /** @internal */
  $lock: TaskLock;

  /** @param label how messages call the lock */
  constructor(label: string) {
    this.$lock = new TaskLock(label);
  }

  /**
   * Makes this the lock of that name, one for all workers. `chiTask` does it for the static properties of a Runtime.
   * A lock keeps its first name.
   * @internal
   */
  $share(name: string): void {
    if (!(this.$lock instanceof SharedLock)) this.$lock = sharedLock(name);
  }

  /** For whoever logs it; who holds it and who waits is told by `chimaera monitor`. */
  toJSON(): object {
    return { label: this.$lock.label };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }
}

/** In the place of a shared lock that has not got its name, and therefore is shared with nobody. */
export class NamelessLock extends TaskLock {
  protected override enter(): never {
    throw new ChimaeraError(
      'LOCK_MISUSE',
      `${this.label} has no name: make it a static property of the Runtime class, not a private one (#), and register ` +
        'the class with chiTask(Runtime)',
    );
  }
}
