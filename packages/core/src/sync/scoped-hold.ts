import '../disposal.js';
import { INSPECT, type Inspect, type InspectOptions, shownAs } from '../inspection.js';
import type { Hold } from './hold.js';
import { LockMode } from './group-lock.js';

/** A lock held until the end of a block: `using held = await this.mutex.scoped()`. */
export class ScopedHold implements Disposable {
  private isHeld = true;

  /** @internal */
  constructor(
    private readonly hold: Hold,
    /** The hold's serial when the lock was asked for: the object may serve another task by now. */
    private readonly serial: number,
    private readonly mode: LockMode,
  ) {}

  /** Unlocks. Harmless if called twice, or after the runtime has released the lock itself. */
  unlock(): void {
    const { hold, mode } = this;
    if (!this.isHeld) return;
    this.isHeld = false;
    // the task has ended, and the runtime released the lock
    if (hold.serial !== this.serial) return;
    if ((mode === LockMode.kWrite ? hold.writes : hold.reads) > 0) hold.lock.leave(hold, mode);
  }

  toJSON(): object {
    const { hold, serial, mode, isHeld } = this;
    // When it is disposed of, the object behind it may be another task's.
    const isIn = isHeld && hold.serial === serial;
    return {
      ...(isIn && { lock: hold.lock.label }),
      mode: mode === LockMode.kWrite ? 'write' : 'read',
      isHeld: isIn,
    };
  }

  [INSPECT](depth: number, options: InspectOptions, inspect: Inspect): string {
    return shownAs(this, this.toJSON(), depth, options, inspect);
  }

  [Symbol.dispose](): void {
    this.unlock();
  }
}
