/** Kind, block, slot and generation. */
const RECORD_WORDS = 4;
const INITIAL_RECORDS = 64;

/** Takes in one record. */
type Take = (kind: number, base: number, slot: number, generation: number) => void;

/** Records that a worker's own party sends to its own worker. They need no ring, because it is one thread. */
export class OwnRecords {
  private words = new Uint32Array(INITIAL_RECORDS * RECORD_WORDS);
  private end = 0;
  /** Alternates with `words`, so that what is sent during `drain` waits for the next look. */
  private other = new Uint32Array(INITIAL_RECORDS * RECORD_WORDS);

  get isEmpty(): boolean {
    return this.end === 0;
  }

  push(kind: number, base: number, slot: number, generation: number): void {
    if (this.end === this.words.length) this.grow();
    const { words, end } = this;
    words[end] = kind;
    words[end + 1] = base;
    words[end + 2] = slot;
    words[end + 3] = generation;
    this.end = end + RECORD_WORDS;
  }

  /** Hands over what has come until now; returns the number of records. */
  drain(take: Take): number {
    const { words, end } = this;
    this.words = this.other;
    this.other = words;
    this.end = 0;
    for (let at = 0; at < end; at += RECORD_WORDS)
      take(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!);
    return end / RECORD_WORDS;
  }

  private grow(): void {
    const larger = new Uint32Array(this.words.length * 2);
    larger.set(this.words);
    this.words = larger;
  }
}
