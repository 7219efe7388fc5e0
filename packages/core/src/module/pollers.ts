/**
 * Work that neither a ring nor the event loop announces, such as completions that the kernel writes into memory. The
 * thread's worker polls for it in each of its rounds, so that none of it takes a turn of the event loop.
 */
export interface Poller {
  /**
   * Does what there is to do now and returns how much that was. Called all the time, so it must be cheap if there is
   * nothing.
   */
  poll(): number;
  /**
   * [poller.park] The worker wants to sleep. First arms what will wake it, then looks a last time; false if there is
   * something to do after all.
   */
  park(): boolean;
  /** The worker polls again: nothing needs to wake it. */
  unpark(): void;
  /**
   * Whether something is so near that the worker should go on polling instead of sleeping. `nowMs` is
   * performance.now().
   */
  isNear(nowMs: number): boolean;
}

/** The pollers of this thread, and the worker that serves them, if there is one. */
export class Pollers {
  private readonly all: Poller[] = [];
  private wakeWorker: (() => void) | undefined;

  /** Adds a module's poller, until `remove`. */
  add(poller: Poller): void {
    this.all.push(poller);
  }

  remove(poller: Poller): void {
    const at = this.all.indexOf(poller);
    if (at >= 0) this.all.splice(at, 1);
  }

  /** False in a thread without a worker, where a poller has to look after itself. */
  get isServed(): boolean {
    return this.wakeWorker !== undefined;
  }

  /** There is something to poll: a sleeping worker begins a turn. */
  wake(): void {
    this.wakeWorker?.();
  }

  /** @internal Whether there are any. */
  get isThere(): boolean {
    return this.all.length > 0;
  }

  /** @internal Called by the worker of this thread. */
  serve(wake: () => void): void {
    this.wakeWorker = wake;
  }

  /** @internal */
  poll(): number {
    // By index, here and below: the iterator of `for of` is garbage when created millions of times a second.
    const { all } = this;
    let done = 0;
    for (let i = 0; i < all.length; i++) done += all[i]!.poll();
    return done;
  }

  /** @internal */
  park(): boolean {
    for (const poller of this.all) if (!poller.park()) return false;
    return true;
  }

  /** @internal */
  unpark(): void {
    for (const poller of this.all) poller.unpark();
  }

  /** @internal */
  isNear(nowMs: number): boolean {
    const { all } = this;
    for (let i = 0; i < all.length; i++) if (all[i]!.isNear(nowMs)) return true;
    return false;
  }
}

export const pollers = new Pollers();
