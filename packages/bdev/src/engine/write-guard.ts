/** Bytes of the device that a write touches. */
export interface WriteRange {
  readonly start: number;
  readonly end: number;
  /** It reads what lies beside its bytes and writes it back, so nobody else may write there in between. */
  readonly isMerging: boolean;
  /** For the guard: its index among those inside. */
  place?: number;
}

/**
 * Keeps writes that merge apart from all others that touch the same sectors; writes that do not merge never wait for
 * each other. Waiting writes that touch the same bytes are let in in the order of their arrival.
 */
export class WriteGuard {
  /**
   * In no order. Not a Set: one that is constantly filled and emptied keeps its former members from being collected
   * young.
   */
  readonly #inside: WriteRange[] = [];
  #merging = 0;
  #waiting: { readonly range: WriteRange; readonly resume: () => void }[] = [];

  /** Null if the write may go on at once, else a promise to wait for. In either case `leave` has to follow. */
  enter(range: WriteRange): Promise<void> | null {
    if (!this.#hasToWait(range)) {
      this.#letIn(range);
      return null;
    }
    return new Promise((resume) => this.#waiting.push({ range, resume }));
  }

  leave(range: WriteRange): void {
    const last = this.#inside.pop()!;
    if (last !== range) {
      last.place = range.place;
      this.#inside[range.place!] = last;
    }
    if (range.isMerging) this.#merging--;
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const one of waiting) {
      if (this.#hasToWait(one.range)) {
        this.#waiting.push(one);
      } else {
        this.#letIn(one.range);
        one.resume();
      }
    }
  }

  #letIn(range: WriteRange): void {
    range.place = this.#inside.length;
    this.#inside.push(range);
    if (range.isMerging) this.#merging++;
  }

  #hasToWait(range: WriteRange): boolean {
    if (!range.isMerging && this.#merging === 0 && this.#waiting.length === 0) return false;
    for (const other of this.#inside) if (collide(range, other)) return true;
    return this.#waiting.some((one) => collide(range, one.range));
  }
}

function collide(a: WriteRange, b: WriteRange): boolean {
  return (a.isMerging || b.isMerging) && a.start < b.end && b.start < a.end;
}
