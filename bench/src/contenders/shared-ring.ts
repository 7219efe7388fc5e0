/**
 * A ring of short strings between two threads, one that pushes and one that drains.
 *
 * ```text
 *   0  head    what has been drained          64  tail    what has been pushed
 *  128 asleep  1 while the drainer sleeps     192 slots   256 bytes each: id, operationId, length, characters
 * ```
 */
const HEAD_WORD = 0;
const TAIL_WORD = 16;
export const ASLEEP_WORD = 32;
const SLOTS_OFFSET = 192;
const SLOT_BYTES = 256;
const TEXT_OFFSET = 12;

type Receive = (id: number, operationId: number, data: string) => void;

export class SharedRing {
  private readonly words: Int32Array;
  private readonly bytes: Buffer;
  private readonly slots: number;

  constructor(readonly memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory);
    this.bytes = Buffer.from(memory);
    this.slots = (memory.byteLength - SLOTS_OFFSET) / SLOT_BYTES;
  }

  static create(slots: number): SharedRing {
    return new SharedRing(new SharedArrayBuffer(SLOTS_OFFSET + slots * SLOT_BYTES));
  }

  push(id: number, operationId: number, data: string): void {
    const tail = this.words[TAIL_WORD]!; // only this side writes it
    if (tail - Atomics.load(this.words, HEAD_WORD) >= this.slots) throw new Error('the ring is full');
    const offset = this.offsetOf(tail);
    this.words[offset >> 2] = id;
    this.words[(offset >> 2) + 1] = operationId;
    this.words[(offset >> 2) + 2] = this.bytes.write(
      data,
      offset + TEXT_OFFSET,
      SLOT_BYTES - TEXT_OFFSET,
      'utf8',
    );
    Atomics.store(this.words, TAIL_WORD, tail + 1);
    // [shared.sleep] The tail is stored before this look at the flag.
    if (Atomics.load(this.words, ASLEEP_WORD) === 0) return;
    if (Atomics.exchange(this.words, ASLEEP_WORD, 0) === 1) Atomics.notify(this.words, ASLEEP_WORD, 1);
  }

  /** Takes out everything. @returns the number of entries */
  drain(receive: Receive): number {
    const first = this.words[HEAD_WORD]!; // only this side writes it
    const tail = Atomics.load(this.words, TAIL_WORD);
    for (let at = first; at < tail; at++) {
      const offset = this.offsetOf(at);
      const [id, operationId, length] = [
        this.words[offset >> 2]!,
        this.words[(offset >> 2) + 1]!,
        this.words[(offset >> 2) + 2]!,
      ];
      const start = offset + TEXT_OFFSET;
      const data = this.bytes.toString('utf8', start, start + length);
      Atomics.store(this.words, HEAD_WORD, at + 1);
      receive(id, operationId, data);
    }
    return tail - first;
  }

  /** Blocks until there may be something to drain. */
  sleep(): void {
    if (this.fallAsleep()) Atomics.wait(this.words, ASLEEP_WORD, 1);
  }

  async sleepAsync(): Promise<void> {
    if (!this.fallAsleep()) return;
    const outcome = waitAsync(this.words, ASLEEP_WORD, 1);
    if (outcome.async) await outcome.value;
  }

  /**
   * [shared.sleep] Raises the flag before the last look at the tail, and sleeps on the flag itself: if a late pusher
   * lowers it in between, because of an entry that has long been drained, the sleep ends at once. False if there is
   * something to drain.
   */
  private fallAsleep(): boolean {
    Atomics.store(this.words, ASLEEP_WORD, 1);
    if (Atomics.load(this.words, TAIL_WORD) === this.words[HEAD_WORD]!) return true;
    Atomics.store(this.words, ASLEEP_WORD, 0);
    return false;
  }

  private offsetOf(position: number): number {
    return SLOTS_OFFSET + (position % this.slots) * SLOT_BYTES;
  }
}

/** Missing in the type library of this language level. */
const { waitAsync } = Atomics as unknown as {
  waitAsync(
    words: Int32Array,
    index: number,
    value: number,
  ):
    | { readonly async: false; readonly value: string }
    | { readonly async: true; readonly value: Promise<string> };
};
