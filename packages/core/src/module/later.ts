/** Hears of the end of something later; `context` is its own. */
export interface LaterListener<C> {
  laterEnded(context: C, hasFailed: boolean, reason: unknown): void;
}

/**
 * What an asynchronous method may return in place of a promise: the object that does its work, and says by a call when
 * that is over. It spares a task of a device the promises, reactions and turns that would hand its end on, which cost
 * more than the rest of it. The task's context and accessor serve the next task after that: what still runs then must
 * not keep them. Whoever awaits it gets a promise, as from any thenable.
 */
export abstract class Later<T> implements PromiseLike<T> {
  declare private isOver: boolean;
  declare private hasFailed: boolean;
  /** Its value, or why it has failed. */
  declare private outcome: unknown;
  declare private listener: LaterListener<unknown> | null;
  declare private context: unknown;
  declare private waiting: { resolve: (value: T) => void; reject: (reason: unknown) => void }[] | null;

  /** Assigned, because V8 defines fields of a class with several subclasses by a call into its runtime. */
  constructor() {
    this.isOver = false;
    this.hasFailed = false;
    this.outcome = undefined;
    this.listener = null;
    this.context = null;
    this.waiting = null;
  }

  /** For `await`, wherever it is not core that hears of the end. */
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

  /** It has ended well. What is said after its end, as of a promise, is heard by nobody. */
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

  /** @internal The first one hears of the end by a call, or at once if it is over already; others by a promise. */
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
