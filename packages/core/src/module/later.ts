/** Is told of the end of something; `context` is the listener's own. */
export interface LaterListener<C> {
  laterEnded(context: C, hasFailed: boolean, reason: unknown): void;
}

/**
 * What an asynchronous method may return in place of a promise: the object that does its work and makes a call when
 * that is done. It saves a device's task the promises, reactions and turns of the event loop that would otherwise pass
 * on its end, and which cost more than the rest of the task. After its end, the task's context and accessor serve the
 * next task: code that is still running must not keep them. `await` works as with any thenable, by way of a promise.
 */
export abstract class Later<T> implements PromiseLike<T> {
  declare private isOver: boolean;
  declare private hasFailed: boolean;
  /** Its value, or the reason of its failure. */
  declare private outcome: unknown;
  declare private listener: LaterListener<unknown> | null;
  declare private context: unknown;
  declare private waiting: { resolve: (value: T) => void; reject: (reason: unknown) => void }[] | null;

  /** Assigned here, because V8 defines the fields of a class with several subclasses by a call into its runtime. */
  constructor() {
    this.isOver = false;
    this.hasFailed = false;
    this.outcome = undefined;
    this.listener = null;
    this.context = null;
    this.waiting = null;
  }

  /** For `await`, wherever somebody other than core waits for the end. */
  then<A = T, B = never>(
    onSuccess?: ((value: T) => A | PromiseLike<A>) | null,
    onFailure?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const promise = new Promise<T>((resolve, reject) => {
      if (!this.isOver) (this.waiting ??= []).push({ resolve, reject });
      else if (this.hasFailed) reject(this.outcome as Error);
      else resolve(this.outcome as T);
    });
    return promise.then(onSuccess, onFailure);
  }

  /** It has succeeded. As with a promise, a second outcome is ignored. */
  protected succeed(value: T): void {
    this.end(false, value);
  }

  /** It has failed. */
  protected fail(reason: Error): void {
    this.end(true, reason);
  }

  private end(hasFailed: boolean, outcome: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.hasFailed = hasFailed;
    this.outcome = outcome;
    const { listener, context, waiting } = this;
    this.listener = this.context = this.waiting = null;
    if (listener !== null) listener.laterEnded(context, hasFailed, outcome);
    if (waiting === null) return;
    for (const { resolve, reject } of waiting) {
      if (hasFailed) reject(outcome);
      else resolve(outcome as T);
    }
  }

  /** @internal The first listener is called directly, at once if it is over already; any others by way of a promise. */
  $tell<C>(listener: LaterListener<C>, context: C): void {
    if (this.isOver) return listener.laterEnded(context, this.hasFailed, this.outcome);
    if (this.listener !== null) {
      void this.then(
        () => listener.laterEnded(context, false, undefined),
        (reason: unknown) => listener.laterEnded(context, true, reason),
      );
      return;
    }
    this.listener = listener as LaterListener<unknown>;
    this.context = context;
  }
}
